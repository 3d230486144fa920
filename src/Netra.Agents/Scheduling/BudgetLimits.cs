namespace Netra.Agents;

/// <summary>How much may be spent. What isn't set has no limit.</summary>
public sealed record BudgetLimits
{
    /// <summary>Tokens of models, in and out together.</summary>
    public long? ModelTokens { get; init; }

    /// <summary>Calls of tools.</summary>
    public long? ToolCalls { get; init; }

    /// <summary>Time that runs take, from when they begin. Kept to within a tick of the watchdog.</summary>
    public TimeSpan? WallTime { get; init; }

    /// <summary>Money, in whatever currency the host counts.</summary>
    public decimal? Money { get; init; }

    /// <summary>Limits of nothing.</summary>
    public static BudgetLimits None { get; } = new();

    /// <summary>What is left of these limits when so much is spent or reserved; for what has no limit, more than anybody could spend.</summary>
    public BudgetAmount Left(BudgetAmount taken) => new()
    {
        ModelTokens = ModelTokens is { } tokens ? Math.Max(0, tokens - taken.ModelTokens) : long.MaxValue,
        ToolCalls = ToolCalls is { } calls ? Math.Max(0, calls - taken.ToolCalls) : long.MaxValue,
        WallTime = WallTime is { } time ? TimeSpan.FromTicks(Math.Max(0, time.Ticks - taken.WallTime.Ticks)) : TimeSpan.MaxValue,
        Money = Money is { } money ? Math.Max(0, money - taken.Money) : decimal.MaxValue,
    };

    /// <summary>The stricter of both, part by part.</summary>
    public BudgetLimits And(BudgetLimits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new BudgetLimits
        {
            ModelTokens = Least(ModelTokens, other.ModelTokens),
            ToolCalls = Least(ToolCalls, other.ToolCalls),
            WallTime = Least(WallTime, other.WallTime),
            Money = Least(Money, other.Money),
        };
    }

    internal bool IsNone => this == None;

    internal IEnumerable<string> Faults(string where)
    {
        if (ModelTokens < 0 || ToolCalls < 0 || WallTime < TimeSpan.Zero || Money < 0)
        {
            yield return $"{where} must not be negative in any part.";
        }
    }

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is null ? other : other is null || one.Value.CompareTo(other.Value) <= 0 ? one : other;
}
