using Netra.Agents.Contexts;
using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>One run: its log, its tree of executions while it is live, and its result afterwards.</summary>
internal sealed class AgentRun
{
    // The root of the tree while the run is live, then its result: nothing of its agents stays reachable.
    private object? _rootOrResult;
    private long _dueOrEndedUtcTicks;
    private TaskCompletionSource<AgentExecutionResult>? _ended;
    private int _steps;

    internal AgentRun(ExecutionEngine engine, UserExecutionContext context, ContextValue input, TimeSpan? timeout)
    {
        Engine = engine;
        Input = input;
        Log = new RunLog(context.Run, new RunClock(engine.Clock), engine.Settings.EventLog, engine.EventCounters, engine.Pumps);
        _dueOrEndedUtcTicks = Due(Log.Clock.StartUtcTicks, timeout);
    }

    /// <summary>A later attempt at a run.</summary>
    internal AgentRun(ExecutionEngine engine, RunLog log, ContextValue input, TimeSpan? timeout)
    {
        Engine = engine;
        Input = input;
        Log = log;
        _dueOrEndedUtcTicks = Due(log.Clock.UtcTicksNow, timeout);
    }

    internal ExecutionEngine Engine { get; }
    internal RunLog Log { get; }
    internal ContextValue Input { get; }

    /// <summary>When it must be over; asked of a live run only.</summary>
    internal long DueUtcTicks => Volatile.Read(ref _dueOrEndedUtcTicks);

    /// <summary>The owner's place in the directory; set before the run can be seen by anybody.</summary>
    internal OwnerRuns Owner { get; set; } = null!;

    internal RunIdentity Identity => Log.Run;

    /// <summary>The root of the tree; null once the run has ended.</summary>
    internal RunningExecution? Root
    {
        get => Volatile.Read(ref _rootOrResult) as RunningExecution;
        set => Volatile.Write(ref _rootOrResult, value);
    }

    /// <summary>How the run ended; null while it is live.</summary>
    internal AgentExecutionResult? Result => Volatile.Read(ref _rootOrResult) as AgentExecutionResult;

    /// <summary>When it was over; asked of a run that has ended only.</summary>
    internal long EndedUtcTicks => Volatile.Read(ref _dueOrEndedUtcTicks);

    /// <summary>True when the owner's data was erased while it was live: it is not retained. Under the monitor of <see cref="Owner"/>.</summary>
    internal bool IsErasedNeedsLock { get; set; }

    internal long UtcTicksNow => Log.Clock.UtcTicksNow;

    internal static long Due(long now, TimeSpan? timeout) =>
        timeout is { } time && time != Timeout.InfiniteTimeSpan && time.Ticks < long.MaxValue - now ? now + time.Ticks : long.MaxValue;

    internal bool TryTakeStepNeedsLock()
    {
        if (_steps >= Engine.Settings.MaxStepsPerRun)
        {
            return false;
        }

        _steps++;
        return true;
    }

    internal void EndNeedsOwnersLock(AgentExecutionResult result, long endedUtcTicks)
    {
        Volatile.Write(ref _dueOrEndedUtcTicks, endedUtcTicks);
        Volatile.Write(ref _rootOrResult, result);
        _ended?.SetResult(result);
    }

    /// <summary>How the run ends, for those who did not begin it.</summary>
    internal Task<AgentExecutionResult> WaitAsync()
    {
        lock (Owner)
        {
            return Result is { } result
                ? Task.FromResult(result)
                : (_ended ??= new TaskCompletionSource<AgentExecutionResult>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
