using System.Threading.Tasks.Sources;

namespace Netra.Agents.Events;

/// <summary>One reader's place in the log of a run of its own owner. Used by one reader at a time.</summary>
internal sealed class RunCursor : IValueTaskSource<bool>
{
    private readonly RunLog _log;
    private readonly Owner _owner;
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private bool _waits;

    internal RunCursor(RunLog log, Owner owner, long after)
    {
        (_log, _owner, Position) = (log, owner, after);
        CheckOwner();
    }

    /// <summary>The last sequence that was read.</summary>
    internal long Position { get; private set; }

    /// <summary>The event that ended the run, also for a reader that has read it; null while the run goes on.</summary>
    internal AgentEvent? End
    {
        get
        {
            CheckOwner();
            lock (_log.Run)
            {
                return _log.IsSealedNeedsLock ? _log.LastNeedsLock : null;
            }
        }
    }

    internal RunCursor? Next { get; set; }

    internal bool TryRead(out AgentEvent item)
    {
        CheckOwner();
        lock (_log.Run)
        {
            item = _log.NextNeedsLock(Position)!;
        }

        if (item is null)
        {
            return false;
        }

        Position = item.Sequence;
        return true;
    }

    /// <summary>True when there is something to read, false when the run has ended and all was read.</summary>
    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        CheckOwner();
        cancellationToken.ThrowIfCancellationRequested();
        short version;
        lock (_log.Run)
        {
            if (Position < _log.LastSequenceNeedsLock || _log.IsSealedNeedsLock)
            {
                return new ValueTask<bool>(Position < _log.LastSequenceNeedsLock);
            }

            _wake.Reset();
            version = _wake.Version;
            _waits = true;
            _cancellationToken = cancellationToken;
            _log.EnlistNeedsLock(this);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static cursor => ((RunCursor)cursor!).Cancel(), this);
        }

        return new ValueTask<bool>(this, version);
    }

    /// <summary>Ends the wait; the continuation is queued, never run here.</summary>
    internal void WakeNeedsLock()
    {
        if (_waits)
        {
            _waits = false;
            _wake.SetResult(true);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _wake.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        lock (_log.Run)
        {
            if (_waits)
            {
                _waits = false;
                _log.DelistNeedsLock(this);
                _wake.SetException(new OperationCanceledException(_cancellationToken));
            }
        }
    }

    private void CheckOwner()
    {
        if (_log.Owner != _owner)
        {
            throw new InvalidOperationException("A reader met the log of another owner. Nothing was read.");
        }
    }
}
