namespace Netra.Agents.Audit;

/// <summary>Whose turn it is: a lane has one writer at a time, and waits in the queue at most once.</summary>
internal sealed partial class AuditWriter
{
    private List<AuditPending>? Begin(AuditLane lane)
    {
        lock (lane)
        {
            lane.IsQueued = false;
            if (lane.IsBusy)
            {
                return null;
            }

            if (lane.PendingCount == 0)
            {
                UncountNeedsLock(lane);
                return null;
            }

            lane.IsBusy = true;
            return lane.TakeNeedsLock();
        }
    }

    private void Release(AuditLane lane)
    {
        bool isReady;
        lock (lane)
        {
            lane.IsBusy = false;
            isReady = lane.PendingCount > 0 && TryQueueNeedsLock(lane);
            if (!isReady && !lane.IsQueued)
            {
                UncountNeedsLock(lane);
            }
        }

        if (isReady && !_ready.Writer.TryWrite(lane) && Begin(lane) is { } taken)
        {
            // Closing: the loops have gone, or will not come back for it.
            Start(() => WriteAloneAsync(lane, taken));
        }
    }

    private bool TryQueueNeedsLock(AuditLane lane)
    {
        if (lane.IsBusy || lane.IsQueued)
        {
            return false;
        }

        lane.IsQueued = true;
        CountNeedsLock(lane);
        return true;
    }

    private void Count(AuditLane lane)
    {
        lock (lane)
        {
            CountNeedsLock(lane);
        }
    }

    private void CountNeedsLock(AuditLane lane)
    {
        if (!lane.IsCounted)
        {
            lane.IsCounted = true;
            Interlocked.Increment(ref _atWork);
        }
    }

    private void UncountNeedsLock(AuditLane lane)
    {
        if (lane.IsCounted)
        {
            lane.IsCounted = false;
            if (Interlocked.Decrement(ref _atWork) == 0 && _isStopped)
            {
                _drained.TrySetResult();
            }
        }
    }
}
