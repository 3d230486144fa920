using System.Collections.Concurrent;

namespace Netra.Agents.Scheduling;

/// <summary>Budgets of one process. One lock an owner; bounded by how many owners spend in a window.</summary>
internal sealed class InMemoryBudgetLedger(int maxOwners = InMemoryBudgetLedger.MaxOwners) : IBudgetLedger
{
    internal const int MaxOwners = 1_000_000;
    private const int FirstSweep = 1_024;

    private readonly ConcurrentDictionary<Owner, OwnerAccount> _accounts = new();
    private int _count;
    private int _sweepAt = FirstSweep;

    internal int Owners => _accounts.Count;

    public ValueTask<BudgetShortage?> HoldAsync(BudgetHold hold, CancellationToken cancellationToken)
    {
        while (true)
        {
            var account = AccountOf(hold);
            lock (account)
            {
                if (!account.IsClosedNeedsLock)
                {
                    return new ValueTask<BudgetShortage?>(account.HoldNeedsLock(hold));
                }
            }
        }
    }

    public ValueTask SettleAsync(BudgetHold hold, BudgetAmount spent)
    {
        if (_accounts.TryGetValue(hold.Owner, out var account))
        {
            lock (account)
            {
                account.SettleNeedsLock(hold, spent);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<BudgetAmount> TakenAsync(Owner owner, RunId? runId, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken)
    {
        if (!_accounts.TryGetValue(owner, out var account))
        {
            return default;
        }

        lock (account)
        {
            return new ValueTask<BudgetAmount>(account.TakenNeedsLock(runId, at.UtcTicks / window.Ticks));
        }
    }

    public ValueTask EndRunAsync(Owner owner, RunId runId)
    {
        if (_accounts.TryGetValue(owner, out var account))
        {
            lock (account)
            {
                account.EndRunNeedsLock(runId);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <exception cref="InvalidOperationException">Too many owners have spent something in this window; to forget one would let it spend anew.</exception>
    private OwnerAccount AccountOf(BudgetHold hold)
    {
        if (_accounts.TryGetValue(hold.Owner, out var account))
        {
            return account;
        }

        if (Volatile.Read(ref _count) >= Volatile.Read(ref _sweepAt))
        {
            Sweep(hold.WindowNumber);
        }

        if (Volatile.Read(ref _count) >= maxOwners)
        {
            throw new InvalidOperationException($"{maxOwners:N0} owners have budgets in this window already.");
        }

        return _accounts.GetOrAdd(hold.Owner, static (owner, ledger) => ledger.NewAccount(), this);
    }

    private OwnerAccount NewAccount()
    {
        // One that loses the race to be added counts too, until the next sweep.
        Interlocked.Increment(ref _count);
        return new OwnerAccount();
    }

    private void Sweep(long window)
    {
        foreach (var pair in _accounts)
        {
            lock (pair.Value)
            {
                if (pair.Value.CloseIfOverNeedsLock(window))
                {
                    _accounts.TryRemove(pair);
                }
            }
        }

        var left = _accounts.Count;
        Volatile.Write(ref _count, left);
        Volatile.Write(ref _sweepAt, Math.Min(maxOwners, Math.Max(FirstSweep, left * 2)));
    }
}
