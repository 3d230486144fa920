namespace Netra.Agents.Scheduling;

/// <summary>What an owner is entitled to, with nothing left open.</summary>
internal sealed record OwnerShare(int Weight, int MaxRuns, int MaxWaitingRuns, BudgetLimits? Budget)
{
    internal static OwnerShare Default { get; } = new(1, 0, 0, null);
}
