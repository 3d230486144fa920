namespace Netra.Agents.Tests.Simulation;

/// <summary>Time that stands still while tasks run, and jumps from timer to timer.</summary>
internal sealed class VirtualClock(SimulationScheduler scheduler) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // An entry whose version is not its timer's was changed or disposed since; it is thrown away when its turn comes.
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long Due, long Order)> _due = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    internal TimeSpan Elapsed => new(_now);

    /// <summary>How many timers are set.</summary>
    internal int Armed { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        scheduler.CheckThread("the clock was read");
        return Start.AddTicks(_now);
    }

    public override long GetTimestamp()
    {
        scheduler.CheckThread("the clock was read");
        return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, null);

    /// <summary>A timer of a lane; it never fires once the lane is dropped.</summary>
    internal ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, SimulationLane? lane)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state) { Lane = lane };
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer that is set, and lets it and all that are due by then fire. False when none is.</summary>
    internal bool Jump()
    {
        if (Armed == 0)
            return false;
        var fired = false;
        while (_due.TryPeek(out var entry, out var at) && (!fired || at.Due <= _now))
        {
            _due.Dequeue();
            if (entry.Version != entry.Timer.Version)
                continue;
            if (entry.Timer.Lane is { IsDropped: true })
            {
                entry.Timer.Dispose();
                continue;
            }

            fired = true;
            _now = Math.Max(_now, at.Due);
            Armed--;
            entry.Timer.Fired();
            Fire(entry.Timer);
            if (entry.Timer.Period > TimeSpan.Zero)
                Arm(entry.Timer, entry.Timer.Period);
        }

        return fired;
    }

    internal void Arm(VirtualTimer timer, TimeSpan dueTime)
    {
        scheduler.CheckThread("a timer was set");
        Armed++;
        _due.Enqueue((timer, timer.Version), (_now + dueTime.Ticks, _order++));
    }

    internal void Disarm() => Armed--;

    private void Fire(VirtualTimer timer)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _ = Task.Factory.StartNew(static timer => ((VirtualTimer)timer!).Call(), timer, CancellationToken.None, TaskCreationOptions.DenyChildAttach, timer.Lane ?? (TaskScheduler)scheduler);
    }
}
