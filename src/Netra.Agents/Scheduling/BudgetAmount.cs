namespace Netra.Agents;

/// <summary>What something costs, or may cost. Exact: whole units, ticks, and decimal money.</summary>
public readonly record struct BudgetAmount
{
    /// <summary>Tokens of models, in and out together.</summary>
    public long ModelTokens { get; init; }

    /// <summary>Calls of tools.</summary>
    public long ToolCalls { get; init; }

    /// <summary>Time that runs take, from when they begin.</summary>
    public TimeSpan WallTime { get; init; }

    /// <summary>Money, in whatever currency the host counts.</summary>
    public decimal Money { get; init; }

    /// <summary>True when nothing is asked.</summary>
    public bool IsNothing => this == default;

    /// <summary>The sum of two.</summary>
    /// <exception cref="OverflowException">It is beyond what can be counted.</exception>
    public static BudgetAmount operator +(BudgetAmount left, BudgetAmount right) => left.Add(right);

    /// <summary>The difference of two.</summary>
    /// <exception cref="OverflowException">It is beyond what can be counted.</exception>
    public static BudgetAmount operator -(BudgetAmount left, BudgetAmount right) => left.Subtract(right);

    /// <summary>The sum of this and another.</summary>
    public BudgetAmount Add(BudgetAmount other) => checked(new()
    {
        ModelTokens = ModelTokens + other.ModelTokens,
        ToolCalls = ToolCalls + other.ToolCalls,
        WallTime = WallTime + other.WallTime,
        Money = Money + other.Money,
    });

    /// <summary>This without another.</summary>
    public BudgetAmount Subtract(BudgetAmount other) => checked(new()
    {
        ModelTokens = ModelTokens - other.ModelTokens,
        ToolCalls = ToolCalls - other.ToolCalls,
        WallTime = WallTime - other.WallTime,
        Money = Money - other.Money,
    });

    /// <exception cref="ArgumentOutOfRangeException">A part is negative, or beyond what can be summed up safely.</exception>
    internal BudgetAmount Checked(string name)
    {
        const long Most = long.MaxValue / 1_000_000;
        return ModelTokens is < 0 or > Most || ToolCalls is < 0 or > Most || WallTime.Ticks is < 0 or > Most || Money is < 0 or > 1_000_000_000_000_000m
            ? throw new ArgumentOutOfRangeException(name, "No part of an amount may be negative, or more than anybody could spend.")
            : this;
    }
}
