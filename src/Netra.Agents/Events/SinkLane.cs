namespace Netra.Agents.Events;

/// <summary>One run's place at one sink. It stands in the pump's queue at most once, so a run's events stay in order and the queue is bounded by the runs.</summary>
internal sealed class SinkLane(SinkPump pump, RunLog log, long startAfter)
{
    private bool _queued;
    private bool _lost;

    internal RunCursor Cursor { get; } = new(log, log.Owner, startAfter);

    internal void ScheduleNeedsLock()
    {
        if (_queued || _lost)
        {
            return;
        }

        _queued = true;
        if (!pump.TryEnqueue(this))
        {
            _lost = true;
            pump.ReportOverflow(log.LastNeedsLock);
        }
    }

    /// <summary>True when there is more to send and the lane stays in the queue; else the next event puts it back.</summary>
    internal bool StaysQueued()
    {
        lock (log.Run)
        {
            return _queued = Cursor.Position < log.LastSequenceNeedsLock;
        }
    }
}
