namespace Netra.Agents;

/// <summary>What the run and its owner may still spend, bound to one execution. Tool calls and wall time are counted by the library; what models cost, by the agent that calls them.</summary>
public readonly struct ExecutionBudget
{
    private readonly AgentExecution _execution;

    internal ExecutionBudget(AgentExecution execution) => _execution = execution;

    /// <summary>Holds an amount before it is spent.</summary>
    /// <param name="amount">The most that it can come to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A reservation, granted or refused; settle it when what it came to is known.</returns>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part is negative.</exception>
    public ValueTask<BudgetReservation> ReserveAsync(BudgetAmount amount, CancellationToken cancellationToken = default) =>
        _execution.ReserveAsync(amount.Checked(nameof(amount)), cancellationToken);

    /// <summary>What can still be reserved, of the run's budget and the owner's, whichever has less. It may be gone a moment later.</summary>
    public ValueTask<BudgetAmount> LeftAsync(CancellationToken cancellationToken = default) => _execution.BudgetLeftAsync(cancellationToken);
}
