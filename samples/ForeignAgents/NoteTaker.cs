using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace ForeignAgents;

/// <summary>An agent of Microsoft Agent Framework that needs no model: it notes what it is told in its session, and reads it back.</summary>
internal sealed class NoteTaker : AIAgent
{
    public override string Name => "notes";

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) => new(new NoteSession([]));

    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(JsonSerializer.SerializeToElement(((NoteSession)session).Notes));

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(new NoteSession(serializedState.EnumerateArray().Select(note => note.GetString()!)));

    protected override Task<AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunCoreStreamingAsync(messages, session, options, cancellationToken).ToAgentResponseAsync(cancellationToken);

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var notes = ((NoteSession)session!).Notes;
        notes.AddRange(messages.Select(message => message.Text));
        foreach (var note in notes)
        {
            await Task.Yield();
            yield return new AgentResponseUpdate(ChatRole.Assistant, $"- {note}\n");
        }

        yield return new AgentResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = notes.Count, OutputTokenCount = notes.Count })]);
    }
}
