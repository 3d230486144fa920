using HdrHistogram;

namespace Netra.Agents.LoadTests;

/// <summary>How long something took, each time: exact to three digits, from any thread.</summary>
internal sealed class Latency(string name)
{
    private const long Longest = 10L * 60 * 1_000_000_000;
    private readonly LongConcurrentHistogram _nanoseconds = new(1, Longest, 3);

    internal string Name { get; } = name;

    internal long Count => _nanoseconds.TotalCount;

    internal double MaxMicroseconds => Count == 0 ? 0 : _nanoseconds.GetMaxValue() / 1e3;

    internal void Record(TimeSpan elapsed) => _nanoseconds.RecordValue(Math.Clamp((long)elapsed.TotalNanoseconds, 1, Longest));

    internal double Microseconds(double percentile) => Count == 0 ? 0 : _nanoseconds.GetValueAtPercentile(percentile) / 1e3;
}
