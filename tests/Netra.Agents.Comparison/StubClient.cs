using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Comparison;

/// <summary>A model that answers at once, or after a while, so that what is left is the framework's.</summary>
internal sealed class StubClient(Func<ValueTask>? wait = null, bool callsTool = false) : IChatClient
{
    internal const string Tool = "look";
    internal const int Tokens = 20;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (wait is not null)
        {
            await wait();
        }

        if (callsTool && !messages.Any(message => message.Role == ChatRole.Tool))
        {
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call", Tool, new Dictionary<string, object?>())]));
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < Tokens; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "token ");
        }

        await Task.CompletedTask;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }
}
