namespace Netra.Agents.Tests.Simulation;

/// <summary>A timer on virtual time. As with a real one, a change does not take back a firing that is under way, and disposal does.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    private bool _isDisposed;
    private int _armedVersion = -1;

    /// <summary>Counts up with each change, so that what was set before no longer counts.</summary>
    internal int Version { get; private set; }

    /// <summary>Where it fires; null for the scheduler itself.</summary>
    internal SimulationLane? Lane { get; init; }

    /// <summary>Zero for a timer that fires once.</summary>
    internal TimeSpan Period { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        if (_isDisposed)
            return false;
        Disarm();
        Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
        if (dueTime == Timeout.InfiniteTimeSpan)
            return true;
        _armedVersion = Version;
        clock.Arm(this, dueTime);
        return true;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        Disarm();
        _isDisposed = true;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fired()
    {
        if (Period == TimeSpan.Zero)
            _armedVersion = -1;
    }

    internal void Call()
    {
        if (!_isDisposed)
            callback(state);
    }

    private void Disarm()
    {
        if (_armedVersion == Version)
            clock.Disarm();
        Version++;
        _armedVersion = -1;
    }
}
