namespace Netra.Agents.Tests.Simulation;

/// <summary>The simulation's time as one process has it: its timers fire there, and die with it.</summary>
internal sealed class LaneClock(VirtualClock clock, SimulationLane lane) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period, lane);
}
