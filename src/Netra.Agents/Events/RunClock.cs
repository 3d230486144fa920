using System.Diagnostics;

namespace Netra.Agents.Events;

/// <summary>The time of one run: UTC read once, then the monotonic clock, so that the events of a run never go back in time.</summary>
internal readonly struct RunClock(TimeProvider provider)
{
    private readonly long _startUtcTicks = provider.GetUtcNow().UtcTicks;
    private readonly long _startTimestamp = provider.GetTimestamp();

    internal TimeProvider Provider { get; } = provider;

    internal long StartUtcTicks => _startUtcTicks;

    internal long UtcTicksNow => _startUtcTicks + ElapsedTicks(_startTimestamp, Provider.GetTimestamp());

    internal long ElapsedTicks(long from, long to)
    {
        Debug.Assert(Provider.TimestampFrequency > 0, "A clock must tick.");
        return Provider.TimestampFrequency == TimeSpan.TicksPerSecond ? to - from : (long)((Int128)(to - from) * TimeSpan.TicksPerSecond / Provider.TimestampFrequency);
    }
}
