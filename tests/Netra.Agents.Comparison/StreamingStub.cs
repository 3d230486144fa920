using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Comparison;

/// <summary>A model that streams at once: first so many calls of tools, then an answer in so many pieces.</summary>
internal sealed class StreamingStub(int calls, int pieces) : IChatClient
{
    internal const string Tool = "look";

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (calls > 0 && !messages.Any(message => message.Role == ChatRole.Tool))
        {
            for (var i = 0; i < calls; i++)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent($"call-{i}", Tool, new Dictionary<string, object?> { ["what"] = "order" })]);
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        for (var i = 0; i < pieces; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "token ");
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        await Task.CompletedTask;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }
}
