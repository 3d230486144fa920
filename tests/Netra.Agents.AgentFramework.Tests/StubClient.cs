using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>A model that says how many messages it was given and what the last one is; at "call", it calls the tool first.</summary>
internal sealed class StubClient : IChatClient
{
    internal const string Tool = "look";

    public void Dispose()
    {
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        ChatMessage[] given = [.. messages];
        if (given[^1] is { Role: var role, Text: "call" } && role == ChatRole.User)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", Tool)]) { MessageId = "a" };
        }
        else
        {
            var last = given[^1].Contents.OfType<FunctionResultContent>().SingleOrDefault()?.Result?.ToString() ?? given[^1].Text;
            yield return new ChatResponseUpdate(ChatRole.Assistant, $"{given.Length}: ") { MessageId = "b" };
            yield return new ChatResponseUpdate(ChatRole.Assistant, last) { MessageId = "b" };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = given.Length, OutputTokenCount = 1 })]);
    }
}
