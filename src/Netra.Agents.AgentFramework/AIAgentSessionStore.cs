using System.Text.Json;
using Microsoft.Agents.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>The session of one execution: loaded once, saved once, under the right of the execution.</summary>
internal sealed class AIAgentSessionStore(AgentExecution execution, AIAgent agent, AIAgentOptions options)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly string _name = SessionEnvelope.NameOf(execution.AgentName);
    private AgentSession? _session;
    private string? _stored;
    private long _version;

    /// <exception cref="AgentException">What is stored isn't this owner's session, or can't be read.</exception>
    internal async ValueTask<AgentSession> LoadAsync(CancellationToken cancellationToken)
    {
        if (options.KeepsSession && await execution.State.GetAsync(StateScope.Thread, _name, cancellationToken) is { } entry)
        {
            _version = entry.Version;
            _stored = SessionEnvelope.Unpack(entry.Value, execution.Context, execution.AgentName);
            ThrowIfTooLarge(_stored);
            _session = await ReadAsync(_stored, cancellationToken);
        }
        else
        {
            _session = await agent.CreateSessionAsync(cancellationToken);
        }

        return _session ?? throw Failure(AIAgentErrorCodes.SessionInvalid, "gave no session");
    }

    /// <summary>Saves what has changed, if nobody else has since it was loaded.</summary>
    /// <exception cref="AgentException">It could not be saved. What was saved before is still there.</exception>
    /// <exception cref="ExecutionFencedException">The execution has ended. Nothing was changed.</exception>
    internal async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        if (!options.KeepsSession)
        {
            return;
        }

        var session = await WriteAsync(cancellationToken);
        if (session == _stored)
        {
            return;
        }

        ThrowIfTooLarge(session);
        StateCommit commit;
        try
        {
            commit = await execution.State.SetAsync(
                StateScope.Thread, _name, SessionEnvelope.Pack(execution.Context, execution.AgentName, session), _version, cancellationToken: cancellationToken);
        }
        catch (StateException e)
        {
            throw new AgentException(AIAgentErrorCodes.SessionNotSaved, $"The session of the AIAgent '{execution.AgentName}' could not be saved. {e.Message}");
        }
        catch (ArgumentException e)
        {
            // The limit of the host for values is lower than the one for sessions.
            throw new AgentException(AIAgentErrorCodes.SessionTooLarge, $"The session of the AIAgent '{execution.AgentName}' could not be saved. {e.Message}");
        }

        if (commit.IsConflict)
        {
            throw Failure(
                AIAgentErrorCodes.SessionConflict,
                "has a session that somebody else has saved meanwhile; what they saved stays. Don't run it beside itself in a thread, or set AIAgentOptions.KeepsSession to false");
        }

        (_stored, _version) = (session, commit.Version);
    }

    private async ValueTask<AgentSession?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            // With memory of its own: a session may hold parts of it for as long as it lives.
            return await agent.DeserializeSessionAsync(JsonElement.Parse(text, Strict), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException and not ExecutionFencedException)
        {
            AgentFrameworkLog.SessionNotRead(AgentFrameworkLog.LoggerOf(execution), execution.AgentName, e.GetType().Name);
            throw Failure(AIAgentErrorCodes.SessionInvalid, $"can't read the session that is stored. Delete the entry '{_name}' of the thread to begin anew");
        }
    }

    private async ValueTask<string> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await agent.SerializeSessionAsync(_session!, cancellationToken: cancellationToken)).GetRawText();
        }
        catch (Exception e) when (e is not OperationCanceledException and not ExecutionFencedException)
        {
            AgentFrameworkLog.SessionNotSerialised(AgentFrameworkLog.LoggerOf(execution), execution.AgentName, e.GetType().Name);
            throw Failure(AIAgentErrorCodes.SessionNotSaved, "could not serialise its session");
        }
    }

    private void ThrowIfTooLarge(string session)
    {
        if (session.Length > options.MaxSessionSize)
        {
            throw Failure(
                AIAgentErrorCodes.SessionTooLarge,
                $"has a session of {session.Length:N0} characters; the limit is {options.MaxSessionSize:N0} (AIAgentOptions.MaxSessionSize). Let the agent shorten its history");
        }
    }

    private AgentException Failure(string code, string what) => new(code, $"The AIAgent '{execution.AgentName}' {what}.");
}
