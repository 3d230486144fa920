using System.Runtime.CompilerServices;

namespace Netra.Agents.Tests.State;

/// <summary>The plainest store that keeps the contract, one list under one lock; or one that breaks it in one way.</summary>
internal sealed class SketchStore(StoreFlaw flaw, TimeProvider clock) : IStateStore
{
    private readonly object _gate = new();
    private readonly Dictionary<object, long> _epochs = [];
    private readonly List<StateWrite> _later = [];
    private Dictionary<object, StateRecord> _records = [];
    private long _version;

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
    {
        if (key.IsDefault && Is(StoreFlaw.TakesDefaultKeys))
        {
            return default;
        }

        key.ThrowIfDefault();
        lock (_gate)
        {
            return new(_records.TryGetValue(Id(key), out var record) && IsThere(record.Entry) ? record.Entry : null);
        }
    }

    public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        if (!Is(StoreFlaw.IgnoresCancellation))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!(Is(StoreFlaw.TakesTwoOwners) && writes.Count > 0) && !(Is(StoreFlaw.TakesForeignClaims) && claim is not null))
        {
            StateWrite.OwnerOf(writes, claim);
        }

        if (Is(StoreFlaw.WritesLater))
        {
            return await LaterAsync(writes);
        }

        if (Is(StoreFlaw.ChecksThenWrites) || Is(StoreFlaw.LosesIncrements) || (Is(StoreFlaw.ShowsHalfABatch) && writes.Count > 1))
        {
            return await InStepsAsync(writes, claim);
        }

        var commit = default(StateCommit);
        if (claim is null || Is(StoreFlaw.IgnoresTheClaim) || Is(StoreFlaw.TakesForeignClaims))
        {
            return Commit(writes, claim);
        }

        return claim.TryCommit(0, _ => commit = Commit(writes, claim)) ? commit : throw new ExecutionFencedException("The claim is lost.");
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken)
    {
        if (prefix.IsDefault && Is(StoreFlaw.TakesDefaultKeys))
        {
            return new(new StatePage([], false));
        }

        prefix.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StatePage.MaxLimit);
        lock (_gate)
        {
            var skip = Is(StoreFlaw.PageByPlace) && afterName is not null ? _lastPlace : 0;
            var found = _records.Values
                .Where(record => IsThere(record.Entry) && Equals(ScopeOf(record.Key), ScopeOf(prefix)) && Begins(record.Key.Name, prefix.Name))
                .OrderBy(record => record.Key.Name, Is(StoreFlaw.SortsByCulture) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
                .Where(record => afterName is null || Is(StoreFlaw.PageByPlace) || string.CompareOrdinal(record.Key.Name, afterName) >= (Is(StoreFlaw.PageRepeats) ? 0 : 1))
                .Skip(Is(StoreFlaw.PageSkips) && afterName is not null ? 1 : skip)
                .Select(record => new StateItem(record.Key.Name, record.Entry))
                .Take(limit + 1).ToList();
            _lastPlace = skip + limit;
            return new(new StatePage(found.Take(limit).ToList(), found.Count > limit || (Is(StoreFlaw.PageAlwaysHasMore) && found.Count == limit)));
        }
    }

    public async IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(owner, default);
        StateRecord[] records;
        lock (_gate)
        {
            records = [.. _records.Values
                .Where(record => record.Key.Owner == owner && IsThere(record.Entry) && !(Is(StoreFlaw.ExportLeavesOut) && record.Key.Scope == StateScope.Workflow))
                .OrderBy(record => record.Key.Scope).ThenBy(record => record.Key.ScopeId, StringComparer.Ordinal).ThenBy(record => record.Key.Name, StringComparer.Ordinal)];
        }

        foreach (var record in records)
        {
            yield return record;
            await Task.CompletedTask;
        }
    }

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(owner, default);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var gone = _records.Where(pair => (pair.Value.Key.Owner == owner || (Is(StoreFlaw.EraseTakesTheTenant) && pair.Value.Key.Owner.TenantId == owner.TenantId))
                && !(Is(StoreFlaw.EraseLeavesCheckpoints) && pair.Value.Key.Scope == StateScope.Workflow)).Select(pair => pair.Key).ToArray();
            foreach (var id in gone)
            {
                _records.Remove(id);
            }

            _version = Is(StoreFlaw.ReusesVersionsAfterErasure) ? 0 : _version;
            return new(gone.Length);
        }
    }

    private int _lastPlace;

    private bool Is(StoreFlaw which) => flaw == which;

    private StateCommit Commit(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim)
    {
        lock (_gate)
        {
            if (claim is not null)
            {
                CheckEpoch(claim);
            }

            var before = new Dictionary<object, StateRecord>(_records);
            var written = new StateWritten[writes.Count];
            for (var i = 0; i < writes.Count; i++)
            {
                var change = ChangeOf(writes[i]);
                if (change.Refusal(i, writes[i]) is { } refusal && !(Is(StoreFlaw.LastWriteWins) && refusal.IsConflict))
                {
                    _records = Is(StoreFlaw.KeepsHalfABatch) ? _records : before;
                    return Is(StoreFlaw.ConflictWithoutVersion) && refusal.Conflict is { } conflict ? StateCommit.Refused(conflict with { CurrentVersion = 0 }) : refusal;
                }

                written[i] = Do(writes[i], change);
            }

            return StateCommit.Done(written);
        }
    }

    private StateChange ChangeOf(StateWrite write)
    {
        _records.TryGetValue(Id(write.Key), out var there);
        return write.Apply(there.Entry, Is(StoreFlaw.CountsExpiredForConditions) || Is(StoreFlaw.IgnoresExpiry) ? DateTimeOffset.MinValue : clock.GetUtcNow());
    }

    private StateWritten Do(StateWrite write, StateChange change)
    {
        var id = Id(write.Key);
        switch (change.Kind)
        {
            case StateChangeKind.Put when Is(StoreFlaw.NullDeletes) && change.Value.IsNull:
                _records.Remove(id);
                return default;
            case StateChangeKind.Put or StateChangeKind.Conflict:
                var version = Is(StoreFlaw.ReusesVersions) ? (_records.TryGetValue(id, out var old) ? old.Entry.Version : 0) + 1 : ++_version;
                var value = change.Kind == StateChangeKind.Conflict ? write.Value : change.Value;
                if (Is(StoreFlaw.LosesPrecision) && value.Kind == ContextValueKind.Decimal)
                {
                    value = value.AsDouble();
                }

                _records[id] = new StateRecord(write.Key, new StateEntry(value, version, change.ExpiresAt));
                return new(version, write.Kind == StateWriteKind.Increment ? value : default);
            case StateChangeKind.Remove:
                _records.Remove(id);
                return default;
            case StateChangeKind.RemoveScope:
                foreach (var gone in _records.Where(pair => Equals(ScopeOf(pair.Value.Key), ScopeOf(write.Key)) || (Is(StoreFlaw.ClearTakesTheWholeOwner) && pair.Value.Key.Owner == write.Key.Owner)).Select(pair => pair.Key).ToArray())
                {
                    _records.Remove(gone);
                }

                return default;
            default:
                return new(change.CurrentVersion);
        }
    }

    private void CheckEpoch(ExecutionClaim claim)
    {
        if (Is(StoreFlaw.IgnoresTheEpoch))
        {
            return;
        }

        var run = (claim.Owner, claim.RunId);
        var greatest = _epochs.GetValueOrDefault(run);
        if (Is(StoreFlaw.ForgetsTheEpochWithItsEntries) && !_records.Values.Any(record => record.Key.ScopeId == claim.RunId.ToString()))
        {
            greatest = 0;
        }

        _epochs[run] = claim.Epoch >= greatest ? claim.Epoch : throw new ExecutionFencedException("The run was taken over.");
    }

    /// <summary>What isn't one step: each write reads, lets others in between, and writes what it made of what it had read.</summary>
    private async Task<StateCommit> InStepsAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim)
    {
        if (claim is { IsHeld: false })
        {
            throw new ExecutionFencedException("The claim is lost.");
        }

        if (Is(StoreFlaw.LosesIncrements) && writes is not [{ Kind: StateWriteKind.Increment or StateWriteKind.Append }])
        {
            return Commit(writes, claim);
        }

        var written = new StateWritten[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            StateChange change;
            lock (_gate)
            {
                change = ChangeOf(writes[i]);
            }

            if (change.Refusal(i, writes[i]) is { } refusal)
            {
                return refusal;
            }

            if (!Is(StoreFlaw.ShowsHalfABatch))
            {
                await Task.Yield();
            }

            lock (_gate)
            {
                written[i] = Do(writes[i], change);
            }

            await Task.Yield();
        }

        return StateCommit.Done(written);
    }

    private async Task<StateCommit> LaterAsync(IReadOnlyList<StateWrite> writes)
    {
        await Task.Yield();
        lock (_gate)
        {
            var commit = _later.Count > 0 ? Commit(_later, null) : StateCommit.Done(1);
            _later.Clear();
            _later.AddRange(writes);
            return commit;
        }
    }

    private bool IsThere(StateEntry entry) =>
        Is(StoreFlaw.IgnoresExpiry) || entry.ExpiresAt is not { } at || at > clock.GetUtcNow() || (Is(StoreFlaw.ExpiresATickLate) && at == clock.GetUtcNow());

    private bool Begins(string name, string prefix) => Is(StoreFlaw.PrefixAsPattern)
        ? System.Text.RegularExpressions.Regex.IsMatch(name, "^" + System.Text.RegularExpressions.Regex.Escape(prefix).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal))
        : name.StartsWith(prefix, StringComparison.Ordinal);

    private object Id(StateKey key) => Is(StoreFlaw.JoinsKeyParts)
        ? $"{key.Owner.TenantId.Value}:{key.Owner.UserId.Value}:{key.Scope}:{key.ScopeId}:{key.Name}"
        : (ScopeOf(key), Is(StoreFlaw.IgnoresCase) ? key.Name.ToUpperInvariant() : Is(StoreFlaw.TrimsNames) ? key.Name.Trim() : key.Name);

    private object ScopeOf(StateKey key)
    {
        object owner = flaw switch
        {
            StoreFlaw.DropsTheOwner => "",
            StoreFlaw.DropsTheTenant => key.Owner.UserId,
            StoreFlaw.SwapsTenantAndUser => string.Join('\n', new[] { key.Owner.TenantId.Value, key.Owner.UserId.Value }.Order(StringComparer.Ordinal)),
            _ => key.Owner,
        };
        return (owner, Is(StoreFlaw.DropsTheScope) ? default : key.Scope, key.ScopeId);
    }
}
