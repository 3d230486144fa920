namespace Netra.Agents.LoadTests;

/// <summary>All that a load run has measured.</summary>
internal sealed record Outcome(
    Findings Findings,
    Latencies Latencies,
    TimeSpan Took,
    TimeSpan Processor,
    MemoryWatch Memory,
    Collections Collections,
    (double Task, double Run, double Read) LiveBytes,
    long HeapAfterWarmUp,
    long HeapAtEnd);
