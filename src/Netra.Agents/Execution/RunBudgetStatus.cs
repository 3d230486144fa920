namespace Netra.Agents;

/// <summary>What a run and its owner may spend, and what of it is spent or held.</summary>
/// <param name="RunLimits">The run's limits: the host's, narrowed by the request's.</param>
/// <param name="RunTaken">What is spent or held of the run; nothing once it has ended.</param>
/// <param name="OwnerLimits">The owner's limits in a window.</param>
/// <param name="OwnerTaken">What is spent or held of the owner in the present window.</param>
public sealed record RunBudgetStatus(BudgetLimits RunLimits, BudgetAmount RunTaken, BudgetLimits OwnerLimits, BudgetAmount OwnerTaken);
