using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>An agent that does what the test says, and notes each input in its session before it does.</summary>
internal class ScriptedAgent(Func<string, NotedSession, CancellationToken, IAsyncEnumerable<AgentResponseUpdate>> script) : AIAgent
{
    /// <summary>Says these contents, an update each.</summary>
    internal static ScriptedAgent Saying(params AIContent[] contents) => new((_, _, _) => Updates([.. contents.Select(content => new AgentResponseUpdate(ChatRole.Assistant, [content]))]));

    /// <summary>Answers with everything that its session holds.</summary>
    internal static ScriptedAgent Remembering() => new((_, session, _) => Updates(new AgentResponseUpdate(ChatRole.Assistant, string.Join(',', session.Notes))));

    internal static async IAsyncEnumerable<AgentResponseUpdate> Updates(params AgentResponseUpdate[] updates)
    {
        foreach (var update in updates)
        {
            await Task.Yield();
            yield return update;
        }
    }

    internal static async IAsyncEnumerable<AgentResponseUpdate> Throwing(Exception exception, params AgentResponseUpdate[] updates)
    {
        await foreach (var update in Updates(updates))
        {
            yield return update;
        }

        throw exception;
    }

    internal static AgentResponseUpdate Text(string text, string? messageId = null) => new(ChatRole.Assistant, text) { MessageId = messageId };

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) => new(new NotedSession());

    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(JsonSerializer.SerializeToElement(((NotedSession)session).Notes));

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(new NotedSession((serializedState.ValueKind == JsonValueKind.Object ? serializedState.GetProperty("a") : serializedState).Deserialize<List<string>>()!));

    protected override Task<AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunCoreStreamingAsync(messages, session, options, cancellationToken).ToAgentResponseAsync(cancellationToken);

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var input = string.Concat(messages.Select(message => message.Text));
        var noted = (NotedSession)session!;
        noted.Notes.Add(input);
        await foreach (var update in script(input, noted, cancellationToken))
        {
            yield return update;
        }
    }
}
