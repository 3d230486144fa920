using Netra.Agents.Contexts;
using Netra.Agents.Fencing;

namespace Netra.Agents.Execution;

/// <summary>How an execution ends: once, with its whole tree, in one step.</summary>
internal sealed partial class RunningExecution
{
    private AgentExecutionResult? _result;
    private RunningExecution? _nextEnded;
    private Ending? _decided;

    /// <summary>Ends the execution although its code goes on. Nothing when it has ended.</summary>
    /// <returns>True when this call ended it.</returns>
    internal bool Stop(ExecutionStatus status, string code, string message)
    {
        RunningExecution? ended = null;
        lock (_run.Identity)
        {
            if (ExecutionTransitions.IsTerminal(_status))
            {
                return false;
            }

            // Once the agent has given its outcome, that is the outcome: stopping only ends the wait for its clean-up.
            EndTreeNeedsLock(_decided ?? new Ending(status, null, new AgentError(code, message), null), ref ended);
        }

        AfterEnd(ended, elsewhere: true);
        return true;
    }

    private void AgentEnded(AgentOutput? output, Exception? exception)
    {
        bool late;
        lock (_run.Identity)
        {
            late = ExecutionTransitions.IsTerminal(_status);
            if (!late)
            {
                _status = ExecutionTransitions.Move(_status, ExecutionStatus.Completing);
                _decided = Ending.Of(_agent.Name, output, exception);
            }
        }

        if (late)
        {
            _run.Engine.Diagnostics.LateResult();
        }

        if (Interlocked.Exchange(ref _scope, ClosedScope.Instance) is { } scope)
        {
            _ = DisposeAndFinishAsync(scope);
        }
        else
        {
            Finish();
        }
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
            if (!ExecutionTransitions.IsTerminal(_status))
            {
                EndTreeNeedsLock(_decided!, ref ended);
            }
        }

        AfterEnd(ended, elsewhere: false);
    }

    private void EndTreeNeedsLock(Ending ending, ref RunningExecution? ended)
    {
        for (var child = _firstChild; child is not null;)
        {
            // Ending a child takes it out of the list, so the next is read first.
            var next = child._nextSibling;
            child.EndTreeNeedsLock(
                child._decided ?? new Ending(ExecutionStatus.Cancelled, null, new AgentError(AgentErrorCodes.ParentEnded, $"Agent '{_agent.Name}', which had called it, ended."), null), ref ended);
            child = next;
        }

        for (var call = _openCalls; call is not null; call = call.Next)
        {
            call.FenceNeedsLock();
        }

        _status = ExecutionTransitions.Move(_status, ending.Status);
        _claim.FallNeedsLock();
        var duration = new TimeSpan(_run.UtcTicksNow - _startedUtcTicks);
        _run.Log.AppendNeedsLock(ending.ToEvent(_claim, duration));
        _result = new AgentExecutionResult(_run.Identity.RunId, ExecutionId, _agent.Name, ending.Status, ending.Output, ending.Error, duration, ending.Exception);
        _parent?.RemoveChildNeedsLock(this);
        (_nextEnded, ended) = (ended, this);
    }

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
    /// <param name="ended">The executions that ended in that step.</param>
    /// <param name="elsewhere">True when this is not the agent's own thread: then nobody's code may run on it.</param>
    private static void AfterEnd(RunningExecution? ended, bool elsewhere)
    {
        while (ended is not null)
        {
            var next = ended._nextEnded;
            ended._nextEnded = null;
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
        _run.Engine.Diagnostics.ExecutionEnded(_claim, _activity, OutcomeNames.Of(result.Status), result.Error?.Code, result.Duration, result.Exception);
        if (_parent is null)
        {
            _run.Engine.Diagnostics.RunEnded();
            _run.Engine.Directory.Ended(_run, result);
        }
        else
        {
            _parent.Touch();
        }

        _promise.RunContinuationsAsynchronously = elsewhere;
        _promise.SetResult(result);
    }
}
