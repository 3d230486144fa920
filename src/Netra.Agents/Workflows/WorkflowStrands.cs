namespace Netra.Agents.Workflows;

/// <summary>How many strands of an attempt can go on by themselves. When none can, and some wait for an answer, the attempt stands still.</summary>
internal sealed class WorkflowStrands
{
    // Made when a step first waits or forks: most attempts need none of it.
    private readonly List<PendingWait> _pending = new(0);
    private Dictionary<WaitId, ContextValue>? _early;
    private TaskCompletionSource? _still;
    private int _moving = 1;
    private int _cancellations;
    private bool _sealed;
    private bool _ended;

    /// <summary>True when there is no strand any more.</summary>
    internal bool HaveEnded
    {
        get
        {
            lock (_pending)
            {
                return _ended;
            }
        }
    }

    /// <summary>Ends when the attempt stands still or has ended. Another after each <see cref="Unseal"/>.</summary>
    internal Task Still
    {
        get
        {
            lock (_pending)
            {
                return _ended ? Task.CompletedTask : (_still ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>The last strand has ended.</summary>
    internal void End()
    {
        lock (_pending)
        {
            _ended = true;
            _still?.TrySetResult();
        }
    }

    /// <summary>A strand becomes so many.</summary>
    internal void Fork(int count)
    {
        lock (_pending)
        {
            _moving += count - 1;
        }
    }

    /// <summary>A strand has ended, and is not the last of its fork.</summary>
    internal void Stand()
    {
        lock (_pending)
        {
            _moving--;
            CheckNeedsLock();
        }
    }

    internal void CancellationBegins()
    {
        lock (_pending)
        {
            _cancellations++;
        }
    }

    internal void CancellationEnds()
    {
        lock (_pending)
        {
            _cancellations--;
            CheckNeedsLock();
        }
    }

    /// <summary>Lets a strand wait for an answer.</summary>
    internal Task<ContextValue?> WaitAsync(WorkflowWait wait, CancellationToken cancellationToken)
    {
        var pending = new PendingWait(this, wait);
        lock (_pending)
        {
            if (_early?.Remove(wait.WaitId, out var value) is true)
            {
                return Task.FromResult<ContextValue?>(value);
            }

            _pending.Add(pending);
            _moving--;
            CheckNeedsLock();
        }

        pending.Follow(cancellationToken);
        return pending.Answer;
    }

    /// <summary>Gives an answer that is in the store to the strand that waits for it, or will.</summary>
    /// <returns>False when the attempt has stopped taking answers: it is about to suspend the run.</returns>
    internal bool TryAnswer(WaitId waitId, ContextValue value)
    {
        PendingWait? pending;
        lock (_pending)
        {
            if (_sealed)
            {
                return false;
            }

            pending = TakeNeedsLock(waitId);
            if (pending is null)
            {
                (_early ??= [])[waitId] = value;
                return true;
            }
        }

        pending.Complete(value);
        return true;
    }

    /// <summary>Stops taking answers, and tells what is waited for; null when the attempt goes on after all.</summary>
    internal IReadOnlyList<WorkflowWait>? TrySeal()
    {
        lock (_pending)
        {
            if (!IsStillNeedsLock)
            {
                _still = null;
                return null;
            }

            _sealed = true;
            return [.. _pending.Select(pending => pending.Wait)];
        }
    }

    /// <summary>Goes on, with answers that were in the store.</summary>
    internal void Unseal(IReadOnlyList<(WaitId WaitId, ContextValue Value)> answers)
    {
        var taken = new List<(PendingWait, ContextValue)>();
        lock (_pending)
        {
            _sealed = false;
            _still = null;
            foreach (var (waitId, value) in answers)
            {
                if (TakeNeedsLock(waitId) is { } pending)
                {
                    taken.Add((pending, value));
                }
            }

            CheckNeedsLock();
        }

        foreach (var (pending, value) in taken)
        {
            pending.Complete(value);
        }
    }

    /// <summary>Lets go of the waits: the run is suspended, and nothing of this attempt goes on.</summary>
    internal void Abandon()
    {
        PendingWait[] pending;
        lock (_pending)
        {
            pending = [.. _pending];
            _pending.Clear();
        }

        foreach (var wait in pending)
        {
            wait.LetGo();
        }
    }

    internal void Cancel(PendingWait pending)
    {
        lock (_pending)
        {
            if (!_pending.Remove(pending))
            {
                return;
            }

            _moving++;
        }

        pending.Complete(null);
    }

    private PendingWait? TakeNeedsLock(WaitId waitId)
    {
        var index = _pending.FindIndex(pending => pending.Wait.WaitId == waitId);
        if (index < 0)
        {
            return null;
        }

        var found = _pending[index];
        _pending.RemoveAt(index);
        _moving++;
        return found;
    }

    private bool IsStillNeedsLock => _moving == 0 && _cancellations == 0 && _pending.Count > 0;

    private void CheckNeedsLock()
    {
        if (IsStillNeedsLock)
        {
            (_still ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
