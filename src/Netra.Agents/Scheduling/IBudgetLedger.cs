namespace Netra.Agents;

/// <summary>Keeps what owners and runs have spent and what is held for them. Replace it to share budgets between processes.</summary>
/// <remarks>
/// Safe for concurrent use. A hold is taken of the owner's budget and the run's in one step, or of neither; what is spent and held together never exceeds a limit.
/// A ledger that throws lets nothing be spent: the library refuses with <c>budget_unavailable</c>.
/// </remarks>
public interface IBudgetLedger
{
    /// <summary>Holds an amount, if it fits. When it throws, nothing is held.</summary>
    /// <returns>Null when it is held; else why not, with nothing held.</returns>
    ValueTask<BudgetShortage?> HoldAsync(BudgetHold hold, CancellationToken cancellationToken);

    /// <summary>Turns a hold into what was really spent. Called once for each hold, also when its run was stopped.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="spent">What was spent; it may be less than was held, or, where nobody could know before, more.</param>
    ValueTask SettleAsync(BudgetHold hold, BudgetAmount spent);

    /// <summary>What is spent and held at present.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="runId">Of which run; null for all of the owner's in this window.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="window">How long a window is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<BudgetAmount> TakenAsync(Owner owner, RunId? runId, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>A run is over, and all its holds are settled: what was kept of it alone can go.</summary>
    ValueTask EndRunAsync(Owner owner, RunId runId);
}
