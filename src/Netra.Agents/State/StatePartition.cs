namespace Netra.Agents.State;

/// <summary>The state of one owner. The object is also the owner's monitor.</summary>
internal sealed partial class StatePartition(InMemoryStateLimits limits)
{
    private readonly Dictionary<(StateScope Scope, string Id), StateBucket> _buckets = new(1);
    private readonly List<StateUndo> _undo = [];
    // Most runs are never taken over, and then there is nothing to remember.
    private Dictionary<RunId, StateEpoch>? _epochs;
    private StateBucket? _last;
    private long _version;
    private long _size;
    private int _entries;
    private int _expiring;

    internal bool IsClosed { get; set; }

    internal long Version => _version;

    internal int Entries => _entries;

    internal long SizeNeedsLock => _size;

    internal bool IsEmpty => _entries == 0 && _epochs is null;

    /// <summary>True when time alone takes something away.</summary>
    internal bool Expires => _expiring > 0 || _epochs is not null;

    internal void StartAfterNeedsLock(long version) => _version = version;

    /// <exception cref="ExecutionFencedException">The claim's run was taken over.</exception>
    internal StateCommit CommitNeedsLock(StateWrite[] writes, ExecutionClaim? claim, long utcTicksNow)
    {
        ThrowIfOver(claim, utcTicksNow);
        var epoch = claim is { Epoch: > 1 } ? claim : null;
        var commit = TryNeedsLock(writes, epoch, utcTicksNow);
        if (commit.Fault?.Code == StateFaultCode.Full && PurgeNeedsLock(utcTicksNow) > 0)
        {
            commit = TryNeedsLock(writes, epoch, utcTicksNow);
        }

        if (commit.Succeeded && epoch is not null)
        {
            (_epochs ??= [])[epoch.RunId] = new StateEpoch(epoch.Epoch, utcTicksNow + limits.EpochRetention.Ticks);
        }

        return commit;
    }

    /// <exception cref="ExecutionFencedException">The claim's run was taken over.</exception>
    internal StateCommit CommitNeedsLock(StateWrite write, ExecutionClaim? claim, long utcTicksNow)
    {
        if (write.Kind is not (StateWriteKind.Set or StateWriteKind.DeleteScope) || _epochs is not null || claim is { Epoch: > 1 })
        {
            return CommitNeedsLock([write], claim, utcTicksNow);
        }

        var key = write.Key;
        var bucket = Find(key);
        if (write.Kind == StateWriteKind.DeleteScope)
        {
            // How every run of a workflow ends; nothing can be in the way of it, so there is nothing to undo.
            if (bucket is not null)
            {
                Detach(bucket);
            }

            return StateCommit.Done(0);
        }

        var before = bucket is null ? default : bucket.Get(key.Name);
        var change = write.Apply(before, utcTicksNow);
        if (change.Refusal(0, write) is { } refused)
        {
            return refused;
        }

        if (_size - SizeOf(key, before) + write.Value.Size + Overhead(key) > limits.SizePerOwner || (before.Version == 0 && _entries >= limits.EntriesPerOwner))
        {
            return CommitNeedsLock([write], claim, utcTicksNow);
        }

        PutNeedsLock(key, before, change.Slot(++_version));
        return StateCommit.Done(_version);
    }

    internal StateEntry? GetNeedsLock(in StateKey key, TimeProvider clock)
    {
        var slot = Find(key)?.Get(key.Name) ?? default;
        return slot.Version == 0 || (slot.Expires && !slot.IsThere(clock.GetUtcNow().UtcTicks)) ? null : slot.ToEntry();
    }

    internal StatePage PageNeedsLock(in StateKey prefix, string? after, int limit, long utcTicksNow) =>
        Find(prefix)?.Page(prefix.Name, after, limit, utcTicksNow) ?? StatePage.Empty;

    internal List<StateRecord> CopyNeedsLock(Owner owner, long utcTicksNow)
    {
        var copy = new List<StateRecord>(_entries);
        foreach (var bucket in _buckets.Values.OrderBy(static bucket => bucket.Scope).ThenBy(static bucket => bucket.ScopeId, StringComparer.Ordinal))
        {
            for (var page = bucket.Page("", null, StatePage.MaxLimit, utcTicksNow); ; page = bucket.Page("", page.Next, StatePage.MaxLimit, utcTicksNow))
            {
                copy.AddRange(page.Items.Select(item => new StateRecord(new StateKey(owner, bucket.Scope, bucket.ScopeId, item.Name), item.Entry)));
                if (!page.HasMore)
                {
                    break;
                }
            }
        }

        return copy;
    }

    /// <summary>Takes away what has expired, and says how much it was.</summary>
    internal int PurgeNeedsLock(long utcTicksNow)
    {
        var purged = 0;
        if (_expiring > 0)
        {
            foreach (var bucket in _buckets.Values.Where(static bucket => bucket.Expiring > 0))
            {
                foreach (var (name, slot) in bucket.Slots)
                {
                    if (!slot.IsThere(utcTicksNow))
                    {
                        _undo.Add(new StateUndo(new StateKey(default, bucket.Scope, bucket.ScopeId, name), slot, null));
                    }
                }
            }

            foreach (var expired in _undo)
            {
                RemoveNeedsLock(expired.Key, expired.Before);
            }

            purged = _undo.Count;
            _undo.Clear();
        }

        foreach (var (run, epoch) in _epochs?.ToArray() ?? [])
        {
            if (epoch.ForgottenAtUtcTicks <= utcTicksNow)
            {
                _epochs!.Remove(run);
                purged++;
            }
        }

        _epochs = _epochs is { Count: > 0 } ? _epochs : null;
        return purged;
    }

    private StateCommit TryNeedsLock(StateWrite[] writes, ExecutionClaim? epoch, long utcTicksNow)
    {
        var written = new StateWritten[writes.Length];
        StateCommit? refused = null;
        for (var i = 0; i < writes.Length && refused is null; i++)
        {
            var write = writes[i];
            var before = Find(write.Key)?.Get(write.Key.Name) ?? default;
            var change = write.Apply(before, utcTicksNow);
            refused = change.Refusal(i, write);
            written[i] = refused is null ? DoNeedsLock(write, before, change) : default;
        }

        // An epoch to remember takes a place as an entry does.
        var epochs = (_epochs?.Count ?? 0) + (epoch is null || _epochs?.ContainsKey(epoch.RunId) is true ? 0 : 1);
        if (refused is null && (_size > limits.SizePerOwner || _entries + epochs > limits.EntriesPerOwner))
        {
            refused = Full(writes[^1], writes.Length - 1);
        }

        for (var i = _undo.Count - 1; refused is not null && i >= 0; i--)
        {
            UndoNeedsLock(_undo[i]);
        }

        _undo.Clear();
        return refused ?? (written.Length == 1 ? StateCommit.Done(written) : StateCommit.Owned(written));
    }

    private StateWritten DoNeedsLock(StateWrite write, in StateSlot before, in StateChange change)
    {
        var key = write.Key;
        switch (change.Kind)
        {
            case StateChangeKind.Put:
                _undo.Add(new StateUndo(key, before, null));
                PutNeedsLock(key, before, change.Slot(++_version));
                return new StateWritten(_version, write.Kind == StateWriteKind.Increment ? change.Value : default);
            case StateChangeKind.Remove when before.Version != 0:
                _undo.Add(new StateUndo(key, before, null));
                RemoveNeedsLock(key, before);
                return default;
            case StateChangeKind.RemoveScope when Find(key) is { } bucket:
                _undo.Add(new StateUndo(key, default, bucket));
                Detach(bucket);
                return default;
            default:
                return new StateWritten(change.Kind == StateChangeKind.Keep ? change.CurrentVersion : 0);
        }
    }

    private void UndoNeedsLock(in StateUndo undo)
    {
        if (undo.Scope is { } scope)
        {
            Attach(scope);
            return;
        }

        var there = Find(undo.Key)?.Get(undo.Key.Name) ?? default;
        if (undo.Before.Version == 0)
        {
            RemoveNeedsLock(undo.Key, there);
        }
        else
        {
            PutNeedsLock(undo.Key, there, undo.Before);
        }
    }

    private void ThrowIfOver(ExecutionClaim? claim, long utcTicksNow)
    {
        if (claim is not null && _epochs is not null && _epochs.TryGetValue(claim.RunId, out var there) && there.Epoch > claim.Epoch && there.ForgottenAtUtcTicks > utcTicksNow)
        {
            throw new ExecutionFencedException($"Run {claim.RunId} was taken over: epoch {claim.Epoch} of execution {claim.ExecutionId} is over, the run has written under epoch {there.Epoch}. Nothing was written.");
        }
    }

    private StateCommit Full(StateWrite write, int index) => StateCommit.Refused(new StateFault(
        index, write.Key, StateFaultCode.Full,
        $"The in-memory state of one owner is full ({limits.EntriesPerOwner:N0} entries, {limits.SizePerOwner:N0} characters). Delete some, or register an IStateStore of your own."));
}
