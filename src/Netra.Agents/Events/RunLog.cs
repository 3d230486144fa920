using Netra.Agents.Contexts;

namespace Netra.Agents.Events;

/// <summary>The events of one run, in one gapless sequence. Readers are cursors; appending never waits for any of them.</summary>
/// <remarks>Everything happens under the run's monitor, which no other run shares.</remarks>
internal sealed class RunLog
{
    private readonly RunIdentity _run;
    private readonly EventLogLimits _limits;
    private readonly EventCounters _counters;
    private readonly SinkLane[] _lanes;
    private readonly RunClock _clock;
    private AgentEvent[] _events = new AgentEvent[2];
    private int _count;
    private int _passing;
    private int _textLength;
    private long _sequence;
    private bool _sealed;
    private RunCursor? _waiting;

    /// <param name="run">Whose it is.</param>
    /// <param name="clock">The run's time.</param>
    /// <param name="limits">What is kept.</param>
    /// <param name="counters">Counts what is merged and lost.</param>
    /// <param name="pumps">Where the events go by themselves.</param>
    /// <param name="startAfter">The sequence before the first: more than 0 for a run whose earlier events are in no log of this process. Readers are told by a gap.</param>
    internal RunLog(RunIdentity run, in RunClock clock, EventLogLimits limits, EventCounters counters, SinkPump[] pumps, long startAfter = 0)
    {
        (_run, _clock, _limits, _counters, _sequence) = (run, clock, limits, counters, startAfter);
        _lanes = pumps.Length == 0 ? [] : Array.ConvertAll(pumps, pump => new SinkLane(pump, this, startAfter));
    }

    internal RunIdentity Run => _run;

    internal RunClock Clock => _clock;

    internal Owner Owner => _run.Owner;

    internal bool IsSealedNeedsLock => _sealed;

    internal long LastSequenceNeedsLock => _sequence;

    internal AgentEvent? LastNeedsLock => _count == 0 ? null : _events[_count - 1];

    /// <summary>Goes on after the last event of an attempt that suspended the run.</summary>
    internal void ReopenNeedsLock() => _sealed = false;

    internal void AppendNeedsLock(AgentEvent item) => AppendNeedsLock(item, _clock.UtcTicksNow);

    internal void AppendNeedsLock(AgentEvent item, long utcTicksNow)
    {
        if (_sealed)
        {
            throw new InvalidOperationException($"The log of run {_run.RunId} is closed: its terminal event is the last.");
        }

        if (_count == _events.Length)
        {
            Array.Resize(ref _events, _count * 2);
        }

        _events[_count++] = item.Stamp(++_sequence, utcTicksNow);
        _sealed = item.EndsRun;
        if (item.IsPassing)
        {
            _passing++;
            _textLength += LogCompaction.TextLengthOf(item);
            if (_passing > _limits.PassingEvents || _textLength > _limits.TextLength)
            {
                CompactNeedsLock();
            }
        }

        WakeNeedsLock();
    }

    internal void EnlistNeedsLock(RunCursor cursor) => (cursor.Next, _waiting) = (_waiting, cursor);

    internal void DelistNeedsLock(RunCursor cursor)
    {
        if (ReferenceEquals(_waiting, cursor))
        {
            _waiting = cursor.Next;
        }

        for (var at = _waiting; at is not null; at = at.Next)
        {
            if (ReferenceEquals(at.Next, cursor))
            {
                at.Next = cursor.Next;
            }
        }

        cursor.Next = null;
    }

    /// <summary>What a reader that has seen everything up to <paramref name="after"/> gets next; null when there is nothing yet.</summary>
    internal AgentEvent? NextNeedsLock(long after)
    {
        if (after >= _sequence)
        {
            return null;
        }

        var index = LogCompaction.IndexAfter(_events.AsSpan(0, _count), after);
        var next = _events[index];
        if (next.FirstSequence > after + 1)
        {
            return new EventGap(_events[0].Claim, after + 1).Stamp(next.FirstSequence - 1, _clock.UtcTicksNow);
        }

        if (next is AgentText text)
        {
            next = LogCompaction.Tail(text, after);
            if (_count - index > EventLogLimits.ReaderLagBeforeMerge)
            {
                next = LogCompaction.MergeForReader((AgentText)next, _events.AsSpan(index + 1, _count - index - 1), out var merged);
                _counters.Merged(merged);
            }
        }

        return next;
    }

    private void WakeNeedsLock()
    {
        while (_waiting is { } cursor)
        {
            (_waiting, cursor.Next) = (cursor.Next, null);
            cursor.WakeNeedsLock();
        }

        foreach (var lane in _lanes)
        {
            lane.ScheduleNeedsLock();
        }
    }

    private void CompactNeedsLock()
    {
        var before = _count;
        _count = LogCompaction.MergeAdjacentText(_events.AsSpan(0, _count));
        _counters.Merged(before - _count);
        _passing -= before - _count;
        if (_passing > _limits.PassingEvents / 2 || _textLength > _limits.TextLength / 2)
        {
            var kept = LogCompaction.DropOldestPassing(_events.AsSpan(0, _count), _limits, ref _passing, ref _textLength, out var dropped);
            _counters.Dropped(dropped);
            _count = kept;
        }

        Array.Clear(_events, _count, _events.Length - _count);
    }
}
