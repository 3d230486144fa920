using System.Collections.Concurrent;

namespace Netra.Agents.LoadTests;

/// <summary>What was seen that must not be, and what was seen at all.</summary>
internal sealed class Findings
{
    private const int ExamplesOfAKind = 5;
    private readonly ConcurrentQueue<string> _examples = new();
    private long _misroutes;
    private long _unmarkedGaps;
    private long _markedGaps;
    private long _lostTerminals;
    private long _wrongOutcomes;
    private long _runs;
    private long _events;
    private long _deliveries;
    private long _cancelled;
    private long _cancelledLate;
    private long _tooLate;
    private long _toolCalls;
    private long _stuckCalls;

    internal long Misroutes => Volatile.Read(ref _misroutes);
    internal long UnmarkedGaps => Volatile.Read(ref _unmarkedGaps);
    internal long MarkedGaps => Volatile.Read(ref _markedGaps);
    internal long LostTerminals => Volatile.Read(ref _lostTerminals);
    internal long WrongOutcomes => Volatile.Read(ref _wrongOutcomes);
    internal long Runs => Volatile.Read(ref _runs);
    internal long Events => Volatile.Read(ref _events);
    internal long Deliveries => Volatile.Read(ref _deliveries);
    internal long Cancelled => Volatile.Read(ref _cancelled);
    internal long CancelledLate => Volatile.Read(ref _cancelledLate);
    internal long TooLate => Volatile.Read(ref _tooLate);
    internal long ToolCalls => Volatile.Read(ref _toolCalls);
    internal long StuckCalls => Volatile.Read(ref _stuckCalls);

    internal IEnumerable<string> Examples => _examples;

    internal bool AllRight => Misroutes + UnmarkedGaps + LostTerminals + WrongOutcomes == 0;

    internal void Misroute(string what) => Note(ref _misroutes, $"misroute: {what}");

    internal void UnmarkedGap(string what) => Note(ref _unmarkedGaps, $"unmarked gap: {what}");

    internal void LostTerminal(string what) => Note(ref _lostTerminals, $"terminal event: {what}");

    internal void WrongOutcome(string what) => Note(ref _wrongOutcomes, $"wrong outcome: {what}");

    internal void MarkedGap() => Interlocked.Increment(ref _markedGaps);

    internal void CancelledRun(bool answered)
    {
        Interlocked.Increment(ref _cancelled);
        Interlocked.Add(ref _cancelledLate, answered ? 1 : 0);
    }

    internal void CameTooLate() => Interlocked.Increment(ref _tooLate);

    internal void ToolCall(bool stuck)
    {
        Interlocked.Increment(ref _toolCalls);
        Interlocked.Add(ref _stuckCalls, stuck ? 1 : 0);
    }

    internal void Ended(long events, long deliveries)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _events, events);
        Interlocked.Add(ref _deliveries, deliveries);
    }

    /// <summary>Counts runs and events from here on. What went wrong before still counts.</summary>
    internal void BeginMeasuring() => (_markedGaps, _runs, _events, _deliveries, _cancelled, _cancelledLate, _tooLate, _toolCalls, _stuckCalls) = (0, 0, 0, 0, 0, 0, 0, 0, 0);

    private void Note(ref long counter, string example)
    {
        if (Interlocked.Increment(ref counter) <= ExamplesOfAKind)
        {
            _examples.Enqueue(example);
        }
    }
}
