using Netra.Agents.Audit;
using Netra.Agents.Contexts;
using Netra.Agents.Events;
using Netra.Agents.Execution;
using Netra.Agents.Workflows;

namespace Netra.Agents.Connections;

internal sealed class ConnectionExecutor(AgentExecutionCore core, WorkflowOrchestrator workflows, IRunRegistry runs, IToolApprovals approvals, AuditRecorder audit, TimeProvider clock, IEntropySource entropy) : IConnectionExecutor
{
    private const int Listed = 100;

    public async ValueTask<ConnectionResponse> ExecuteAsync(AgentConnection connection, ReadOnlyMemory<byte> utf8Message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ConnectionMessage? message = null;
        try
        {
            message = ConnectionMessage.Read(utf8Message.Span);
            return message.Type switch
            {
                "run" => await RunAsync(connection, message, cancellationToken),
                "resume" => await ResumeAsync(connection, message, cancellationToken),
                "answer" => await AnswerAsync(connection, message, cancellationToken),
                "cancel" => await CancelAsync(connection, message, cancellationToken),
                "list" => List(connection, message),
                _ => await ApproveAsync(connection, message, cancellationToken),
            };
        }
        catch (ConnectionMessageException e)
        {
            return await RefuseAsync(connection, e.Request, e.Code, e.Message, null);
        }
        catch (UnknownAgentException)
        {
            return await RefuseAsync(connection, message!.Type, AgentErrorCodes.Unknown, $"There is no agent '{IdText.Shown(message.Agent)}'.", null);
        }
        catch (RunNotFoundException e)
        {
            return await RefuseAsync(connection, message!.Type, AgentErrorCodes.NotFound, e.Message, null);
        }
        catch (InvalidOperationException) when (message?.OptionalRunId is not null)
        {
            return await RefuseAsync(connection, message.Type, AgentErrorCodes.Conflict, "This run id was used for something else. Give a new one, or none.", message.OptionalRunId);
        }
    }

    private async ValueTask<ConnectionResponse> RunAsync(AgentConnection connection, ConnectionMessage message, CancellationToken cancellationToken)
    {
        var context = UserExecutionContext.FromConnection(connection.Owner, message.OptionalThreadId ?? NewThread(), connection.Id, connection.Grants, Options(message.OptionalRunId));
        var cursor = core.Start(message.Agent, context, message.Input, out var refused);
        return cursor is null
            ? new ConnectionResponse(message.Type) { RunId = context.RunId, Error = ((AgentFailed)refused!).Error }
            : await DeliverAsync(connection, message, context.RunId, cursor, cancellationToken);
    }

    private async ValueTask<ConnectionResponse> ResumeAsync(AgentConnection connection, ConnectionMessage message, CancellationToken cancellationToken)
    {
        RunCursor cursor;
        try
        {
            cursor = core.Subscribe(ContextOf(connection), message.RunId, message.AfterSequence);
        }
        catch (ArgumentOutOfRangeException)
        {
            return await RefuseAsync(connection, message.Type, AgentErrorCodes.InvalidMessage, $"'after_sequence' {message.AfterSequence} is beyond what the run has.", message.RunId);
        }

        return await DeliverAsync(connection, message, message.RunId, cursor, cancellationToken);
    }

    private async ValueTask<ConnectionResponse> AnswerAsync(AgentConnection connection, ConnectionMessage message, CancellationToken cancellationToken)
    {
        // Read before the answer is kept: what is wrong with the message is said first.
        var (runId, _) = (message.RunId, message.AfterSequence);
        var refused = await workflows.AnswerAsync(ContextOf(connection), runId, message.WaitId, message.Value, cancellationToken);
        return refused is { Status: ExecutionStatus.Rejected, Error: { } error }
            ? await RefuseAsync(connection, message.Type, error.Code, error.Message, error.Code == AgentErrorCodes.NotFound ? null : runId)
            : await ResumeAsync(connection, message, cancellationToken);
    }

    private ConnectionResponse List(AgentConnection connection, ConnectionMessage message) => new(message.Type)
    {
        Output = RunList.Of(runs.List(ContextOf(connection), new RunFilter { ThreadId = message.OptionalThreadId }, Listed)),
    };

    private async ValueTask<ConnectionResponse> CancelAsync(AgentConnection connection, ConnectionMessage message, CancellationToken cancellationToken) =>
        await workflows.CancelAsync(ContextOf(connection), message.RunId, cancellationToken)
            ? new ConnectionResponse(message.Type) { RunId = message.RunId }
            : await RefuseAsync(connection, message.Type, AgentErrorCodes.NotFound, $"There is no live run {message.RunId} of this owner.", null);

    private async ValueTask<ConnectionResponse> ApproveAsync(AgentConnection connection, ConnectionMessage message, CancellationToken cancellationToken)
    {
        var response = new ConnectionResponse(message.Type) { RunId = message.OptionalRunId };
        return await approvals.AnswerAsync(ContextOf(connection), message.ApprovalId, message.Approved, cancellationToken)
            ? response
            : response with { Error = new AgentError(AgentErrorCodes.NotFound, "No such request waits for this owner's answer.") };
    }

    /// <summary>Sends events until the run ends or the connection is lost. The run knows nothing of either.</summary>
    private async ValueTask<ConnectionResponse> DeliverAsync(AgentConnection connection, ConnectionMessage message, RunId runId, RunCursor cursor, CancellationToken cancellationToken)
    {
        var response = new ConnectionResponse(message.Type) { RunId = runId, LastSequence = cursor.Position };
        AgentEvent? end = null;
        try
        {
            do
            {
                while (cursor.TryRead(out var item))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await CheckOwnerAsync(connection, item);
                    await connection.Events.SendAsync(item, cancellationToken);
                    response = response with { LastSequence = item.Sequence };
                }
            }
            while (await cursor.WaitAsync(cancellationToken) || (end = cursor.End) is null);

            // Also for a client that had seen the last event, and lost its connection before the answer.
            return response with
            {
                Status = end.WireName,
                Output = end switch { AgentCompleted completed => completed.Output, WorkflowCompleted completed => completed.Output, _ => default },
            };
        }
        catch (Exception e) when (e is not MisroutedEventException)
        {
            return response with { Error = new AgentError(AgentErrorCodes.ConnectionLost, $"The connection was lost after event {response.LastSequence}; the run goes on. Resume it after that sequence.") };
        }
    }

    /// <summary>The last look before an event leaves for a client.</summary>
    private async ValueTask CheckOwnerAsync(AgentConnection connection, AgentEvent item)
    {
        if (item.Owner != connection.Owner)
        {
            await AuditAsync(connection, "event", "misrouted", "An event of another owner was about to be sent on this connection.");
            throw new MisroutedEventException();
        }
    }

    private async ValueTask<ConnectionResponse> RefuseAsync(AgentConnection connection, string request, string code, string reason, RunId? runId)
    {
        if (!await AuditAsync(connection, request, code, reason) && audit.FailsClosed)
        {
            (code, reason) = (AgentErrorCodes.AuditUnavailable, "The message was refused, and why can't be told: the audit trail can't be written.");
        }

        return new ConnectionResponse(request.Length == 0 ? "unknown" : request) { RunId = runId, Error = new AgentError(code, reason) };
    }

    private ValueTask<bool> AuditAsync(AgentConnection connection, string subject, string code, string reason) =>
        audit.TryRecordAsync(new AuditEntry(connection.Owner, ContextOf(connection).RunId, null, clock.GetUtcNow(), AuditKinds.Connection, subject, AuditDecisions.Refused, code, reason));

    private UserExecutionContext ContextOf(AgentConnection connection) =>
        UserExecutionContext.FromConnection(connection.Owner, NewThread(), connection.Id, connection.Grants, Options(null));

    private ThreadId NewThread() => ThreadId.New(clock, entropy);

    private ContextOptions Options(RunId? runId) => new() { RunId = runId, TimeProvider = clock, EntropySource = entropy };
}
