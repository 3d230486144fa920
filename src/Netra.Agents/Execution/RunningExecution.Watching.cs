using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>What the watchdog and the directory see of a tree.</summary>
internal sealed partial class RunningExecution
{
    /// <summary>The live execution that a context is a part of, itself or by an open tool call. That of a sub-agent or a call that has ended is no part of its caller's.</summary>
    internal RunningExecution? FindLiveNeedsLock(UserExecutionContext context)
    {
        var holder = context.HolderRequestId;
        if (_claim.IsHeld && _context.HolderRequestId == holder)
        {
            return this;
        }

        for (var call = _openCalls; _claim.IsHeld && call is not null; call = call.Next)
        {
            if (call.IsHeldBy(holder))
            {
                return this;
            }
        }

        for (var child = _firstChild; child is not null; child = child._nextSibling)
        {
            if (child.FindLiveNeedsLock(context) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Notes what is due in this tree. Deeper executions come first, so that a parent doesn't end before its late child is told why.</summary>
    /// <param name="now">The run's time.</param>
    /// <param name="notIdleBefore">Silence before this moment counts for nothing: the process was starved.</param>
    /// <param name="verdicts">Where it is noted.</param>
    internal void JudgeNeedsLock(long now, long notIdleBefore, List<Verdict> verdicts)
    {
        if (Status == ExecutionStatus.Pending)
        {
            if (now >= _run.DueUtcTicks)
            {
                verdicts.Add(new Verdict(this, null, ExecutionStatus.Rejected, AgentErrorCodes.QueueTimeout, $"The run has waited for {_terms.Timeouts.Queue} and could not begin (AgentTimeouts.Queue)."));
            }

            return;
        }

        for (var child = _firstChild; child is not null; child = child._nextSibling)
        {
            child.JudgeNeedsLock(now, notIdleBefore, verdicts);
        }

        if (_parent is null && now >= _run.DueUtcTicks)
        {
            verdicts.Add(new Verdict(this, null, ExecutionStatus.TimedOut, AgentErrorCodes.RunDeadline, "The run took longer than it may."));
            return;
        }

        if (_parent is null && _run.Budget is { } budget)
        {
            if (budget.Judge(now, 2 * _run.Engine.Settings.WatchdogPeriod.Ticks, out var mustAsk) is { } spent)
            {
                verdicts.Add(new Verdict(this, null, ExecutionStatus.TimedOut, spent.Code, spent.Message));
                return;
            }

            if (mustAsk)
            {
                verdicts.Add(new Verdict(this, null, ExecutionStatus.Running, "", ""));
            }
        }

        if (now >= AgentRun.Due(_startedUtcTicks, _terms.Timeouts.Execution))
        {
            verdicts.Add(new Verdict(this, null, ExecutionStatus.TimedOut, AgentErrorCodes.ExecutionDeadline, $"Agent '{_agent.Name}' took longer than it may."));
            return;
        }

        for (var call = _openCalls; call is not null; call = call.Next)
        {
            if (now >= call.DueUtcTicks)
            {
                verdicts.Add(new Verdict(this, call, default, "", ""));
            }
        }

        if (IsIdleNeedsLock(now, notIdleBefore))
        {
            verdicts.Add(new Verdict(this, null, ExecutionStatus.Died, AgentErrorCodes.NoProgress, $"Agent '{_agent.Name}' made no progress for {_terms.Timeouts.Idle}."));
        }
    }

    private bool IsIdleNeedsLock(long now, long notIdleBefore)
    {
        // A tool call or a child under way has a deadline and a judge of its own.
        if (_terms.Timeouts.Idle is not { } limit || limit == Timeout.InfiniteTimeSpan || _openCalls is not null || _firstChild is not null || _run.IsInLine)
        {
            return false;
        }

        for (var phase = _quiet; phase is not null; phase = phase.Next)
        {
            if (phase.UntilUtcTicks > now)
            {
                return false;
            }
        }

        return now - Math.Max(Volatile.Read(ref _progressUtcTicks), notIdleBefore) >= limit.Ticks;
    }

    /// <summary>Something that is due, to be done after the lock.</summary>
    internal readonly record struct Verdict(RunningExecution Execution, ToolCall? Call, ExecutionStatus Status, string Code, string Message)
    {
        internal void Carry()
        {
            if (Call is not null)
            {
                Call.TimeOut();
            }
            else if (Status == ExecutionStatus.Running)
            {
                // It may go on, if it has the time.
                Execution.Run.Budget!.Ask();
            }
            else
            {
                Execution.Stop(Status, Code, Message);
            }
        }
    }
}
