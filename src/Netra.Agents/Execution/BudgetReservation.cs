namespace Netra.Agents;

/// <summary>An amount that is held for an execution until it says what it has really spent. A refusal is a value too.</summary>
/// <remarks>What isn't settled when the run ends counts as spent whole: nobody knows what a stopped call still cost. Safe for concurrent use.</remarks>
public sealed class BudgetReservation
{
    private readonly Execution.RunBudget? _budget;
    private readonly ExecutionClaim? _claim;
    private int _settled;

    internal BudgetReservation(Execution.RunBudget budget, ExecutionClaim claim, BudgetHold hold, bool isReduced) =>
        (_budget, _claim, Hold, Amount, IsReduced) = (budget, claim, hold, hold.Amount, isReduced);

    internal BudgetReservation(AgentError error) => (Error, _settled) = (error, 1);

    /// <summary>What is granted when nothing is counted.</summary>
    internal BudgetReservation(BudgetAmount amount) => Amount = amount;

    /// <summary>How much is held; nothing when it was refused.</summary>
    public BudgetAmount Amount { get; }

    /// <summary>True when less is held than was asked, because the host would rather have less than nothing (<see cref="BudgetOptions.Degrade"/>).</summary>
    public bool IsReduced { get; }

    /// <summary>Why nothing is held: <c>budget_exhausted</c>, <c>budget_unavailable</c>, or <c>limit_reached</c> when a thousand are open; null when it is.</summary>
    public AgentError? Error { get; }

    /// <summary>True when the amount is held.</summary>
    public bool IsGranted => Error is null;

    internal BudgetHold? Hold { get; }

    /// <summary>This reservation, if it was granted.</summary>
    /// <exception cref="BudgetException">It was not; an execution that ends with this exception is Denied.</exception>
    public BudgetReservation EnsureGranted() => Error is { } error ? throw new BudgetException(error) : this;

    /// <summary>Says what was really spent, once.</summary>
    /// <param name="spent">It may be less than was held; where it is more, that counts.</param>
    /// <exception cref="ExecutionFencedException">The execution has ended: then it counts as spent whole.</exception>
    /// <exception cref="InvalidOperationException">It was refused, or is settled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part is negative.</exception>
    public ValueTask SettleAsync(BudgetAmount spent)
    {
        spent.Checked(nameof(spent));
        if (_claim is { IsHeld: false })
        {
            throw ExecutionFencedException.For(_claim);
        }

        return TryClose() ? _budget?.SettleAsync(this, spent) ?? default : throw new InvalidOperationException("There is nothing to settle: the reservation was refused, or is settled already.");
    }

    internal bool TryClose() => Interlocked.Exchange(ref _settled, 1) == 0;
}
