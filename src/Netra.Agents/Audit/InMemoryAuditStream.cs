namespace Netra.Agents.Audit;

/// <summary>The kept records of one owner. What falls out does so up to a signed checkpoint, so that the rest can still be verified.</summary>
internal sealed class InMemoryAuditStream(AuditStreamId stream)
{
    private readonly Lock _gate = new();
    private readonly Queue<AuditRecord> _records = new();
    private readonly Queue<AuditCheckpoint> _checkpoints = new();
    private AuditRecord? _last;
    private AuditCheckpoint? _start;
    private byte[]? _keyBytes;
    private string _keyId = "";
    private bool _isClosed;
    private bool _wasUsed;

    internal AuditRecord? Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    internal AuditCheckpoint? Start
    {
        get
        {
            lock (_gate)
            {
                return _start;
            }
        }
    }

    internal AuditWrappedKey? Key
    {
        get
        {
            lock (_gate)
            {
                return KeyNeedsLock();
            }
        }
    }

    internal IReadOnlyList<AuditRecord> Read(long fromSequence, int maxCount)
    {
        lock (_gate)
        {
            var first = (_start?.Sequence ?? 0) + 1;
            return [.. _records.Skip((int)Math.Clamp(fromSequence - first, 0, _records.Count)).Take(maxCount)];
        }
    }

    /// <summary>Null when this chain was let go just now.</summary>
    internal bool? TryAppend(IReadOnlyList<AuditRecord> records, int from, int to, IReadOnlyList<AuditCheckpoint> checkpoints, int atMost)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            if (records[from].Sequence != (_last?.Sequence ?? 0) + 1)
            {
                return false;
            }

            for (var i = from; i < to; i++)
            {
                _records.Enqueue(records[i]);
            }

            (_last, _wasUsed) = (records[to - 1], true);
            for (var i = 0; i < checkpoints.Count; i++)
            {
                if (checkpoints[i].Stream == stream)
                {
                    _checkpoints.Enqueue(checkpoints[i]);
                }
            }

            LoseOldNeedsLock(atMost);
            return true;
        }
    }

    /// <summary>The key that is kept; null when this chain was let go just now.</summary>
    internal AuditWrappedKey? AddKey(AuditWrappedKey key)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            if (_keyBytes is null)
            {
                (_keyId, _keyBytes) = (key.KeyId, key.Bytes.ToArray());
            }

            return KeyNeedsLock();
        }
    }

    internal void DestroyKey()
    {
        lock (_gate)
        {
            if (_keyBytes is not null)
            {
                Array.Clear(_keyBytes);
                _keyBytes = null;
            }
        }
    }

    internal bool StaysForNow()
    {
        lock (_gate)
        {
            var stays = _wasUsed;
            _wasUsed = false;
            return stays;
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        DestroyKey();
    }

    private AuditWrappedKey? KeyNeedsLock() => _keyBytes is null ? null : new AuditWrappedKey(_keyId, _keyBytes.AsSpan().ToArray());

    private void LoseOldNeedsLock(int atMost)
    {
        while (_records.Count > atMost && _checkpoints.TryPeek(out var start) && start.Sequence < _last!.Sequence)
        {
            _start = _checkpoints.Dequeue();
            while (_records.TryPeek(out var oldest) && oldest.Sequence <= start.Sequence)
            {
                _records.Dequeue();
            }
        }
    }
}
