namespace Netra.Agents;

/// <summary>What a budget counts.</summary>
public enum BudgetKind
{
    /// <summary>Tokens of models.</summary>
    ModelTokens,

    /// <summary>Calls of tools.</summary>
    ToolCalls,

    /// <summary>Time that runs take.</summary>
    WallTime,

    /// <summary>Money.</summary>
    Money,
}
