namespace Netra.Agents.Tools;

/// <summary>What is held of the budgets for one call, or why nothing is.</summary>
internal readonly record struct CallReservation(AgentError? Error, object? Held);
