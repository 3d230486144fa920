using Netra.Agents.Contexts;
using Netra.Agents.Events;
using Netra.Agents.Scheduling;

namespace Netra.Agents.Execution;

/// <summary>One run: its log, its tree of executions while it is live, and its result afterwards.</summary>
internal sealed class AgentRun : Ticket
{
    // The root of the tree while the run is live, then its result: nothing of its agents stays reachable.
    private object? _rootOrResult;
    private long _dueOrEndedUtcTicks;
    private TaskCompletionSource<AgentExecutionResult>? _ended;
    private SlotBreaks? _breaks;
    private int _steps;

    internal AgentRun(ExecutionEngine engine, UserExecutionContext context, ContextValue input)
    {
        Engine = engine;
        Input = input;
        Log = new RunLog(context.Run, new RunClock(engine.Clock), engine.Settings.EventLog, engine.EventCounters, engine.Pumps);
    }

    /// <summary>A later attempt at a run.</summary>
    internal AgentRun(ExecutionEngine engine, RunLog log, ContextValue input)
    {
        Engine = engine;
        Input = input;
        Log = log;
    }

    internal ExecutionEngine Engine { get; }
    internal RunLog Log { get; }
    internal ContextValue Input { get; }

    /// <summary>Null where nothing is counted. Set before the run can be seen by anybody.</summary>
    internal RunBudget? Budget { get; set; }

    /// <summary>When it must be over, or have begun; asked of a live run only.</summary>
    internal long DueUtcTicks
    {
        get => Volatile.Read(ref _dueOrEndedUtcTicks);
        set => Volatile.Write(ref _dueOrEndedUtcTicks, value);
    }

    /// <summary>The owner's place in the directory; set before the run can be seen by anybody.</summary>
    internal OwnerRuns Owner { get; set; } = null!;

    internal RunIdentity Identity => Log.Run;

    internal override OwnerLine Line => Owner.Line;

    internal override ThreadId ThreadId => Identity.ThreadId;

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

    internal override void Granted()
    {
        if (Root?.TryAdmit() is not true)
        {
            Volatile.Read(ref _breaks)?.Over();
        }
    }

    /// <summary>The times in which the run waits for a person and holds no slot.</summary>
    internal SlotBreaks Breaks => Volatile.Read(ref _breaks) ?? Interlocked.CompareExchange(ref _breaks, new SlotBreaks(this), null) ?? Volatile.Read(ref _breaks)!;

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

    /// <summary>After it has given its slot back: nobody waits for that any more.</summary>
    internal void EndBreaks() => Volatile.Read(ref _breaks)?.Over();

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
