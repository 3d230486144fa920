namespace Netra.Agents;

/// <summary>Why a reservation doesn't fit.</summary>
/// <param name="Scope">Whose budget is short.</param>
/// <param name="Kind">The first thing that there is too little of.</param>
/// <param name="Left">What is left of that budget.</param>
public sealed record BudgetShortage(BudgetScope Scope, BudgetKind Kind, BudgetAmount Left)
{
    /// <summary>How long until there is more by itself.</summary>
    /// <value>Null for a run's budget: that doesn't come back.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is short when so much is asked of so much; null when it fits.</summary>
    /// <param name="scope">Whose budget.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="left">What is left.</param>
    public static BudgetShortage? Of(BudgetScope scope, BudgetAmount asked, BudgetAmount left) =>
        asked.ModelTokens > left.ModelTokens ? new(scope, BudgetKind.ModelTokens, left)
        : asked.ToolCalls > left.ToolCalls ? new(scope, BudgetKind.ToolCalls, left)
        : asked.WallTime > left.WallTime ? new(scope, BudgetKind.WallTime, left)
        : asked.Money > left.Money ? new(scope, BudgetKind.Money, left)
        : null;
}
