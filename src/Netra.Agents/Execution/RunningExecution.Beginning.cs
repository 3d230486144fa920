using System.Diagnostics;

namespace Netra.Agents.Execution;

/// <summary>How an execution comes to begin: at once, or when it is its run's turn and there is a slot.</summary>
internal sealed partial class RunningExecution
{
    /// <summary>Writes the execution into its run: its place in the tree, and its first event unless it has to wait.</summary>
    /// <exception cref="ExecutionFencedException">The parent has ended.</exception>
    internal void Announce(RunEntry entry = RunEntry.Begins)
    {
        lock (_run.Identity)
        {
            _entry = entry;
            if (_parent is null)
            {
                _run.Root = this;
            }
            else
            {
                _parent._claim.ThrowIfFallen();
                (_nextSibling, _parent._firstChild) = (_parent._firstChild, this);
            }

            if (entry == RunEntry.Begins)
            {
                BeginNeedsLock();
            }
            else
            {
                _run.DueUtcTicks = AgentRun.Due(_startedUtcTicks, _terms.Timeouts.Queue);
            }
        }

        _parent?.Touch();
    }

    /// <summary>The run has its turn and a slot; false when it had been let in before, or has ended.</summary>
    internal bool TryAdmit()
    {
        bool isPrepared;
        lock (_run.Identity)
        {
            if (Status != ExecutionStatus.Pending)
            {
                return false;
            }

            _entry = RunEntry.Begins;
            _startedUtcTicks = _progressUtcTicks = _run.UtcTicksNow;
            BeginNeedsLock();
            isPrepared = _isPrepared;
        }

        _run.Engine.Diagnostics.RunWaitsNoMore();
        if (isPrepared)
        {
            Work((TaskScheduler)_schedulerOrWork!);
        }

        return true;
    }

    private void BeginNeedsLock()
    {
        if (_parent is null)
        {
            _run.DueUtcTicks = AgentRun.Due(_startedUtcTicks, _terms.Timeouts.Run);
        }

        Status = ExecutionTransitions.Move(Status, ExecutionStatus.Starting);
        _run.Log.AppendNeedsLock(_agent.IsWorkflow ? new WorkflowStarted(_claim) : new AgentStarted(_claim), _startedUtcTicks);
    }

    /// <summary>Lets the agent begin, now or when it is its turn, on a thread of its own with nothing ambient of whoever asked for it.</summary>
    internal void Launch(CancellationToken callerToken)
    {
        if (callerToken.CanBeCanceled && (_parent is null || callerToken != _parent._cancellation.Token))
        {
            FollowCaller(callerToken);
        }

        if (_run.Engine.Diagnostics.Traces)
        {
            _activity = Activity.Current;
        }

        if (_entry == RunEntry.Begins)
        {
            Work(TaskScheduler.Current);
            return;
        }

        var scheduler = TaskScheduler.Current;
        _schedulerOrWork = scheduler;
        if (_entry == RunEntry.WaitsForSlot)
        {
            _run.Engine.Directory.Queue(_run, isBack: false);
        }

        lock (_run.Identity)
        {
            _isPrepared = true;
            if (Status == ExecutionStatus.Pending)
            {
                return;
            }
        }

        // Its turn came while it was being prepared; if it has ended, there is nothing to do.
        Work(scheduler);
    }

    /// <summary>A caller on a scheduler of its own (a simulation, a grain) gets its agents there; all others get the pool.</summary>
    private void Work(TaskScheduler scheduler)
    {
        if (scheduler == TaskScheduler.Default)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
        else
        {
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            {
                _ = Task.Factory.StartNew(
                    static execution => ((RunningExecution)execution!).ExecuteApartAsync(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
            }
        }
    }

    /// <summary>The pool wipes what an agent leaves in its thread's ambient state; on another scheduler, leaving an async method does.</summary>
    private async Task ExecuteApartAsync()
    {
        ((IThreadPoolWorkItem)this).Execute();
        await Task.CompletedTask;
    }

    private void FollowCaller(CancellationToken callerToken)
    {
        var registration = callerToken.UnsafeRegister(
            static execution => ((RunningExecution)execution!).Stop(ExecutionStatus.Cancelled, AgentErrorCodes.CallerCancelled, "The caller cancelled."), this);
        _callerRegistration = registration;
        lock (_run.Identity)
        {
            // It may have ended before it could see the registration.
            if (ExecutionTransitions.IsTerminal(Status))
            {
                registration.Unregister();
            }
        }
    }
}
