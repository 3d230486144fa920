using Netra.Agents.Contexts;
using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>One run: its log, its tree of executions while it is live, and its result afterwards.</summary>
internal sealed class AgentRun
{
    private readonly RunClock _clock;
    private readonly int _maxSteps;
    private int _steps;

    internal AgentRun(ExecutionEngine engine, UserExecutionContext context, string agentName, ContextValue input, TimeSpan? timeout)
    {
        _clock = new RunClock(engine.Clock);
        _maxSteps = engine.Settings.MaxStepsPerRun;
        Engine = engine;
        Identity = context.Run;
        AgentName = agentName;
        Input = input;
        Log = new RunLog(Identity, _clock, engine.Settings.EventLog, engine.EventCounters, engine.Pumps);
        DueUtcTicks = Due(_clock.UtcTicksNow, timeout);
    }

    internal ExecutionEngine Engine { get; }
    internal RunIdentity Identity { get; }
    internal RunLog Log { get; }
    internal string AgentName { get; }
    internal ContextValue Input { get; }
    internal long DueUtcTicks { get; }

    /// <summary>The owner's place in the directory; set before the run can be seen by anybody.</summary>
    internal OwnerRuns Owner { get; set; } = null!;

    /// <summary>The root of the tree; null once the run has ended, so that nothing of its agents stays reachable.</summary>
    internal RunningExecution? Root { get; set; }

    /// <summary>How the run ended; null while it is live.</summary>
    internal AgentExecutionResult? Result { get; private set; }

    internal long EndedUtcTicks { get; private set; }

    internal long UtcTicksNow => _clock.UtcTicksNow;

    internal static long Due(long now, TimeSpan? timeout) =>
        timeout is { } time && time != Timeout.InfiniteTimeSpan ? now + time.Ticks : long.MaxValue;

    internal bool TryTakeStepNeedsLock()
    {
        if (_steps >= _maxSteps)
        {
            return false;
        }

        _steps++;
        return true;
    }

    internal void End(AgentExecutionResult result)
    {
        EndedUtcTicks = UtcTicksNow;
        Result = result;
        Root = null;
    }
}
