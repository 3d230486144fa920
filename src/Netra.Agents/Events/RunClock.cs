namespace Netra.Agents.Events;

/// <summary>The time of one run: UTC read once, then the monotonic clock, so that the events of a run never go back in time.</summary>
internal readonly struct RunClock(TimeProvider provider)
{
    private readonly long _startUtcTicks = provider.GetUtcNow().UtcTicks;
    private readonly long _startTimestamp = provider.GetTimestamp();

    internal TimeProvider Provider { get; } = provider;

    internal long StartUtcTicks => _startUtcTicks;

    internal long UtcTicksNow => _startUtcTicks + ElapsedTicks(_startTimestamp, Provider.GetTimestamp());

    /// <summary>Timestamps to ticks. Division of 128 bits costs as much as reading the clock, so the usual frequencies go without.</summary>
    private long ElapsedTicks(long from, long to) => Provider.TimestampFrequency switch
    {
        1_000_000_000 => (to - from) / 100,
        TimeSpan.TicksPerSecond => to - from,
        var frequency => (long)((Int128)(to - from) * TimeSpan.TicksPerSecond / frequency),
    };
}
