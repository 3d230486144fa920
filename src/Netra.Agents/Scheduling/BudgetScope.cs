namespace Netra.Agents;

/// <summary>Whose budget it is.</summary>
public enum BudgetScope
{
    /// <summary>That of all runs of an owner, within a window of time.</summary>
    Owner,

    /// <summary>That of one run, with all agents and tools that it calls.</summary>
    Run,
}
