namespace Netra.Agents;

/// <summary>What an agent asks that doesn't fit, before it is refused.</summary>
/// <param name="Owner">Whose run.</param>
/// <param name="RunId">The run.</param>
/// <param name="AgentName">The agent that asks.</param>
/// <param name="Asked">How much.</param>
/// <param name="Shortage">Why it doesn't fit.</param>
public sealed record BudgetDegradation(Owner Owner, RunId RunId, string AgentName, BudgetAmount Asked, BudgetShortage Shortage);
