using System.Collections.Concurrent;
using Netra.Agents.Audit;

namespace Netra.Agents.Tools;

/// <summary>The approvals that are waited for, by who may answer them: another's can't even be named.</summary>
/// <remarks>Bounded by the tool calls under way. An entry belongs to one call, whose arguments can't change, and goes with its first answer.</remarks>
internal sealed class ToolApprovals(AuditRecorder audit, TimeProvider clock) : IToolApprovals
{
    private readonly ConcurrentDictionary<(Owner Approver, ApprovalId Id), Pending> _pending = new();

    public async ValueTask<bool> AnswerAsync(UserExecutionContext userContext, ApprovalId approvalId, bool approved, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_pending.TryRemove((userContext.Owner, approvalId), out var pending) || !pending.Answer.TrySetResult(approved))
        {
            await audit.TryRecordAsync(
                new AuditEntry(userContext.Owner, userContext.RunId, null, audit.Now, AuditKinds.Approval, approvalId.ToString(), AuditDecisions.Refused, AgentErrorCodes.Unknown, "No such request waits for this owner's answer."));
            return false;
        }

        return true;
    }

    /// <summary>Waits for an answer until the request expires or the execution ends.</summary>
    /// <returns>Null when nobody answered in time.</returns>
    internal async ValueTask<bool?> WaitAsync(Owner approver, ApprovalId id, TimeSpan expiresAfter, Action announce, CancellationToken cancellationToken)
    {
        var pending = new Pending();
        if (!_pending.TryAdd((approver, id), pending))
        {
            throw new InvalidOperationException($"Approval {id} is waited for already.");
        }

        // The answer, the time and the end of the execution settle it here, once: an answer that came too late is told so. Task.WaitAsync
        // would also continue on the thread pool, whatever scheduler this runs on.
        try
        {
            announce();
            using var timer = Timer(pending, expiresAfter);
            using var registration = cancellationToken.UnsafeRegister(static (pending, token) => ((Pending)pending!).Answer.TrySetCanceled(token), pending);
            return await pending.Answer.Task;
        }
        finally
        {
            _pending.TryRemove((approver, id), out _);
        }
    }

    private ITimer Timer(Pending pending, TimeSpan expiresAfter)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return clock.CreateTimer(static pending => ((Pending)pending!).Answer.TrySetResult(null), pending, expiresAfter, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Pending
    {
        internal TaskCompletionSource<bool?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
