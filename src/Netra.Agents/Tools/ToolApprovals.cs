using System.Collections.Concurrent;

namespace Netra.Agents.Tools;

/// <summary>The approvals that are waited for, by who may answer them: another's can't even be named.</summary>
/// <remarks>Bounded by the tool calls under way. An entry belongs to one call, whose arguments can't change, and goes with its first answer.</remarks>
internal sealed class ToolApprovals(IAuditTrail audit, TimeProvider clock) : IToolApprovals
{
    private readonly ConcurrentDictionary<(Owner Approver, ApprovalId Id), Pending> _pending = new();

    public async ValueTask<bool> AnswerAsync(UserExecutionContext userContext, ApprovalId approvalId, bool approved, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_pending.TryRemove((userContext.Owner, approvalId), out var pending))
        {
            await audit.RecordAsync(
                new AuditEntry(userContext.Owner, userContext.RunId, null, clock.GetUtcNow(), "approval", approvalId.ToString(), "refused", AgentErrorCodes.Unknown, "No such request waits for this owner's answer."),
                cancellationToken);
            return false;
        }

        pending.Answer.TrySetResult(approved);
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

        try
        {
            announce();
            return await pending.Answer.Task.WaitAsync(expiresAfter, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _pending.TryRemove((approver, id), out _);
        }
    }

    private sealed class Pending
    {
        internal TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
