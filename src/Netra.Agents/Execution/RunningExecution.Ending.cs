using Netra.Agents.Contexts;
using Netra.Agents.Fencing;

namespace Netra.Agents.Execution;

/// <summary>How an execution ends: once, with its whole tree, in one step.</summary>
internal sealed partial class RunningExecution
{
    // Decided when the agent's code has ended, or when it is stopped; told when the state is terminal.
    private AgentExecutionResult? _result;

    /// <summary>Ends the execution although its code goes on. Nothing when it has ended.</summary>
    /// <returns>True when this call ended it.</returns>
    internal bool Stop(ExecutionStatus status, string code, string message)
    {
        RunningExecution? ended = null;
        lock (_run.Identity)
        {
            if (ExecutionTransitions.IsTerminal(Status))
            {
                return false;
            }

            // Once the agent has given its outcome, that is the outcome: stopping only ends the wait for its clean-up.
            EndTreeNeedsLock(_result ?? Unasked(status, code, message), _run.UtcTicksNow, ref ended);
        }

        AfterEnd(ended, elsewhere: true);
        return true;
    }

    public override void Deny(AgentError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (!Stop(ExecutionStatus.Denied, error.Code, error.Message))
        {
            throw Fenced("denial");
        }
    }

    private void AgentEnded(AgentOutput? output, Exception? exception)
    {
        var scope = Interlocked.Exchange(ref _scope, ClosedScope.Instance);
        RunningExecution? ended = null;
        bool late;
        var fault = _terms.Shape is { } shape && output is { Ending: null, HandOffTo: null } ? shape.Fault(output.Value) : null;
        lock (_run.Identity)
        {
            late = ExecutionTransitions.IsTerminal(Status);
            if (!late)
            {
                Status = ExecutionTransitions.Move(Status, ExecutionStatus.Completing);
                _result = AgentEndings.Of(_claim, output, exception, fault);
                if (scope is null)
                {
                    EndTreeNeedsLock(_result, _run.UtcTicksNow, ref ended);
                }
            }
        }

        if (late)
        {
            _run.Engine.Diagnostics.LateResult();
        }

        if (scope is not null)
        {
            _ = DisposeAndFinishAsync(scope);
        }

        AfterEnd(ended, elsewhere: false);
    }

    private async Task DisposeAndFinishAsync(object scope)
    {
        try
        {
            await OwnerScopes.DisposeAsync(scope);
        }
        catch (Exception e)
        {
            _run.Engine.Diagnostics.ScopeFailed(_agent.ActivityName, e);
        }

        Finish();
    }

    private void Finish()
    {
        RunningExecution? ended = null;
        lock (_run.Identity)
        {
            if (!ExecutionTransitions.IsTerminal(Status))
            {
                EndTreeNeedsLock(_result!, _run.UtcTicksNow, ref ended);
            }
        }

        AfterEnd(ended, elsewhere: false);
    }

    private void EndTreeNeedsLock(AgentExecutionResult result, long now, ref RunningExecution? ended)
    {
        for (var child = _firstChild; child is not null;)
        {
            // Ending a child takes it out of the list, so the next is read first.
            var next = child._nextSibling;
            child.EndTreeNeedsLock(
                child._result ?? child.Unasked(ExecutionStatus.Cancelled, AgentErrorCodes.ParentEnded, $"Agent '{_agent.Name}', which had called it, ended."), now, ref ended);
            child = next;
        }

        for (var call = _openCalls; call is not null; call = call.Next)
        {
            call.FenceNeedsLock();
        }

        Status = ExecutionTransitions.Move(Status, result.Status);
        _claim.FallNeedsLock();
        _result = result.Took(now - _startedUtcTicks);
        _run.Log.AppendNeedsLock(result.ToEvent(_agent.IsWorkflow), now);
        if (_parent is not null)
        {
            // In the same step: a parent without this child that nothing had happened to would look dead.
            _parent.RemoveChildNeedsLock(this);
            _parent.Touch(now);
        }

        (_nextSibling, ended) = (ended, this);
    }

    private AgentExecutionResult Unasked(ExecutionStatus status, string code, string message) => new(_claim, status, null, new AgentError(code, message), null);

    private void RemoveChildNeedsLock(RunningExecution child)
    {
        if (ReferenceEquals(_firstChild, child))
        {
            _firstChild = child._nextSibling;
        }

        for (var at = _firstChild; at is not null; at = at._nextSibling)
        {
            if (ReferenceEquals(at._nextSibling, child))
            {
                at._nextSibling = child._nextSibling;
            }
        }

        child._nextSibling = null;
    }

    /// <summary>Tells everybody, after the lock.</summary>
    /// <param name="ended">The executions that ended in that step, linked as siblings: none has a place in the tree any more.</param>
    /// <param name="elsewhere">True when this is not the agent's own thread: then nobody's code may run on it.</param>
    private static void AfterEnd(RunningExecution? ended, bool elsewhere)
    {
        while (ended is not null)
        {
            var next = ended._nextSibling;
            ended._nextSibling = null;
            ended.Told(elsewhere || next is not null);
            ended = next;
        }
    }

    private void Told(bool elsewhere)
    {
        var result = _result!;
        for (var call = _openCalls; call is not null; call = call.Next)
        {
            call.Abandon();
        }

        _openCalls = null;
        if (_callerRegistration is CancellationTokenRegistration registration)
        {
            registration.Unregister();
        }

        BackgroundCancellation.Cancel(_cancellation);
        _run.Engine.Diagnostics.ExecutionEnded(_claim, _hasSpan ? _activity : null, OutcomeNames.Of(result.Status), result.Error?.Code, result.Duration, result.Exception);
        if (_parent is null)
        {
            _run.Engine.Diagnostics.RunEnded();
            _run.Budget?.End(_startedUtcTicks + result.Duration.Ticks);
            if (_entry != RunEntry.Begins)
            {
                _run.Engine.Diagnostics.RunWaitsNoMore();
            }

            if (result.Status == ExecutionStatus.Rejected)
            {
                _run.Engine.Diagnostics.Rejected(_agent.Name, result.Error!.Code);
            }

            _run.Engine.Directory.Ended(_run, result, _startedUtcTicks + result.Duration.Ticks);
        }

        _promise.RunContinuationsAsynchronously = elsewhere;
        _promise.SetResult(result);
    }
}
