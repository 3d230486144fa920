namespace Netra.Agents.State;

/// <summary>What has expired goes by itself, also when nobody writes any more. No timer runs while nothing expires.</summary>
internal sealed partial class InMemoryStateStore
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private int _armed;
    private bool _disposed;

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Arm(StatePartition partition)
    {
        if (partition.Expires && Volatile.Read(ref _armed) == 0)
        {
            ArmSlow();
        }
    }

    private void ArmSlow()
    {
        lock (_gate)
        {
            if (_armed != 0 || _disposed)
            {
                return;
            }

            Volatile.Write(ref _armed, 1);
            if (_timer is not null)
            {
                _timer.Change(_limits.SweepPeriod, Timeout.InfiniteTimeSpan);
                return;
            }

            // The timer must not keep whoever wrote first: no ambient state of a caller flows in.
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            {
                _timer = _clock.CreateTimer(static store => ((InMemoryStateStore)store!).Tick(), this, _limits.SweepPeriod, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tick()
    {
        // First, so that whoever writes while this looks arms it again.
        Volatile.Write(ref _armed, 0);
        if (Sweep())
        {
            ArmSlow();
        }
    }

    /// <summary>Takes away what has expired, and owners without anything; true when more will expire.</summary>
    private bool Sweep()
    {
        var more = false;
        foreach (var (owner, partition) in _partitions)
        {
            lock (partition)
            {
                if (partition.Expires && !partition.IsClosed)
                {
                    partition.PurgeNeedsLock(Now);
                    more |= partition.Expires;
                    if (partition.IsEmpty)
                    {
                        CloseNeedsLock(owner, partition);
                    }
                }
            }
        }

        return more;
    }
}
