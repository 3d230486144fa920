namespace Netra.Agents.Events;

/// <summary>How much of a run's passing events (text, thinking, progress) is kept. Lifecycle and tool events are bounded by the steps of a run.</summary>
internal sealed record EventLogLimits(int PassingEvents, int TextLength)
{
    /// <summary>The longest text that merging makes: what falls out of retention later falls out in pieces of at most this.</summary>
    internal const int MergedTextLength = 8 * 1024;

    /// <summary>A reader this many events behind gets adjacent text merged.</summary>
    internal const int ReaderLagBeforeMerge = 32;
}
