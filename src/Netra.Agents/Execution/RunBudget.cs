using Netra.Agents.Contexts;
using Netra.Agents.Fencing;

namespace Netra.Agents.Execution;

/// <summary>What one run has reserved. Whatever it doesn't settle itself is settled when it ends.</summary>
internal sealed partial class RunBudget(Budgets budgets, AgentRun run, BudgetLimits runLimits)
{
    internal const int MaxOpen = 1_000;

    private readonly Lock _gate = new();
    private List<BudgetReservation>? _open = [];

    private BudgetLimits OwnerLimits => run.Line.Share.Budget ?? budgets.PerOwner;

    /// <summary>Holds an amount for an execution of the run.</summary>
    internal async ValueTask<BudgetReservation> ReserveAsync(ExecutionClaim claim, BudgetAmount asked, bool mayDegrade, CancellationToken cancellationToken)
    {
        if (OpenCount >= MaxOpen)
        {
            return new BudgetReservation(new AgentError(AgentErrorCodes.LimitReached, $"The run has {MaxOpen:N0} reservations that are not settled; settle them when what they came to is known."));
        }

        var (hold, shortage, error) = await TryHoldAsync(asked, cancellationToken);
        if (shortage is not null && mayDegrade && Degraded(claim, asked, shortage) is { } less)
        {
            (hold, shortage, error) = await TryHoldAsync(less, cancellationToken);
        }

        if (hold is null)
        {
            return new BudgetReservation(error ?? Exhausted(shortage!));
        }

        var reservation = new BudgetReservation(this, claim, hold, hold.Amount != asked);
        if (TryAdd(reservation))
        {
            return reservation;
        }

        // The run has ended while the ledger was asked: nothing was spent of it.
        await SettleQuietlyAsync(hold, default);
        throw ExecutionFencedException.For(claim);
    }

    internal async ValueTask<BudgetAmount> LeftAsync(CancellationToken cancellationToken)
    {
        var status = await StatusAsync(cancellationToken);
        var (ofRun, ofOwner) = (status.RunLimits.Left(status.RunTaken), status.OwnerLimits.Left(status.OwnerTaken));
        return new BudgetAmount
        {
            ModelTokens = Math.Min(ofRun.ModelTokens, ofOwner.ModelTokens),
            ToolCalls = Math.Min(ofRun.ToolCalls, ofOwner.ToolCalls),
            WallTime = ofRun.WallTime < ofOwner.WallTime ? ofRun.WallTime : ofOwner.WallTime,
            Money = Math.Min(ofRun.Money, ofOwner.Money),
        };
    }

    internal async ValueTask<RunBudgetStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var (owner, now) = (run.Identity.Owner, run.Engine.Clock.GetUtcNow());
        var ofRun = await budgets.Ledger.TakenAsync(owner, run.Identity.RunId, now, budgets.Window, cancellationToken);
        var ofOwner = await budgets.Ledger.TakenAsync(owner, null, now, budgets.Window, cancellationToken);
        return new RunBudgetStatus(runLimits, ofRun, OwnerLimits, ofOwner);
    }

    /// <summary>Settles a reservation that its holder has closed.</summary>
    internal ValueTask SettleAsync(BudgetReservation reservation, BudgetAmount spent)
    {
        lock (_gate)
        {
            _open?.Remove(reservation);
        }

        return budgets.Ledger.SettleAsync(reservation.Hold!, spent);
    }

    /// <summary>The same, where nobody waits for it and nobody could do anything about a ledger that fails.</summary>
    internal ValueTask CloseAsync(BudgetReservation reservation, BudgetAmount spent)
    {
        if (!reservation.TryClose())
        {
            return default;
        }

        lock (_gate)
        {
            _open?.Remove(reservation);
        }

        return SettleQuietlyAsync(reservation.Hold!, spent);
    }

    /// <summary>The run is over: what is still held counts as spent.</summary>
    internal void End(long nowUtcTicks)
    {
        List<BudgetReservation> open;
        lock (_gate)
        {
            (open, _open) = (_open ?? [], null);
        }

        Start(() => EndAsync(open, nowUtcTicks).AsTask());
    }

    /// <summary>Asks the ledger for something that nobody waits for. One of the host's is not called on this thread, which may be the watchdog's: it could block.</summary>
    private void Start(Func<Task> work)
    {
        if (!budgets.HasOwnLedger)
        {
            BackgroundCancellation.Forget(work());
            return;
        }

        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            BackgroundCancellation.Forget(Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap());
        }
    }

    private async ValueTask EndAsync(List<BudgetReservation> open, long nowUtcTicks)
    {
        foreach (var reservation in open)
        {
            if (reservation.TryClose())
            {
                await SettleQuietlyAsync(reservation.Hold!, reservation.Amount);
            }
        }

        await EndWallTimeAsync(nowUtcTicks);
        try
        {
            await budgets.Ledger.EndRunAsync(run.Identity.Owner, run.Identity.RunId);
        }
        catch (Exception e)
        {
            budgets.Diagnostics.LedgerFailed(e);
        }
    }

    private async ValueTask<(BudgetHold? Hold, BudgetShortage? Shortage, AgentError? Error)> TryHoldAsync(BudgetAmount amount, CancellationToken cancellationToken)
    {
        var (identity, now) = (run.Identity, run.Engine.Clock.GetUtcNow());
        var hold = new BudgetHold(NewId.Create(now, run.Engine.Entropy), identity.Owner, identity.RunId, amount, now) { OwnerLimits = OwnerLimits, Window = budgets.Window, RunLimits = runLimits };
        try
        {
            return await budgets.Ledger.HoldAsync(hold, cancellationToken) is { } shortage ? (null, shortage, null) : (hold, null, null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            budgets.Diagnostics.LedgerFailed(e);
            return (null, null, new AgentError(AgentErrorCodes.BudgetUnavailable, "The budget can't be asked, so nothing may be spent."));
        }
    }

    private BudgetAmount? Degraded(ExecutionClaim claim, BudgetAmount asked, BudgetShortage shortage)
    {
        try
        {
            return budgets.Degrade?.Invoke(new BudgetDegradation(run.Identity.Owner, run.Identity.RunId, claim.AgentName, asked, shortage))?.Checked("amount");
        }
        catch (Exception e)
        {
            budgets.Diagnostics.LedgerFailed(e);
            return null;
        }
    }

    private AgentError Exhausted(BudgetShortage shortage)
    {
        budgets.Diagnostics.BudgetRefused(shortage.Scope == BudgetScope.Run ? "run" : "owner", NameOf(shortage.Kind));
        return new AgentError(AgentErrorCodes.BudgetExhausted, $"The {(shortage.Scope == BudgetScope.Run ? "run's" : "owner's")} budget has not enough left ({shortage.Kind}).") { RetryAfter = shortage.RetryAfter };
    }

    private static string NameOf(BudgetKind kind) => kind switch
    {
        BudgetKind.ModelTokens => "model_tokens",
        BudgetKind.ToolCalls => "tool_calls",
        BudgetKind.WallTime => "wall_time",
        _ => "money",
    };

    private int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open?.Count ?? 0;
            }
        }
    }

    private bool TryAdd(BudgetReservation reservation)
    {
        lock (_gate)
        {
            _open?.Add(reservation);
            return _open is not null;
        }
    }

    private async ValueTask SettleQuietlyAsync(BudgetHold hold, BudgetAmount spent)
    {
        try
        {
            await budgets.Ledger.SettleAsync(hold, spent);
        }
        catch (Exception e)
        {
            budgets.Diagnostics.LedgerFailed(e);
        }
    }
}
