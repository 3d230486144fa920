namespace Netra.Agents;

/// <summary>An amount that is asked of a ledger, and held by it until it is settled.</summary>
/// <param name="Id">Names the hold, for a ledger that is asked twice for lack of an answer.</param>
/// <param name="Owner">Whose.</param>
/// <param name="RunId">Of which run.</param>
/// <param name="Amount">How much.</param>
/// <param name="At">When it is asked, UTC: it belongs to the window of that moment.</param>
public sealed record BudgetHold(Guid Id, Owner Owner, RunId RunId, BudgetAmount Amount, DateTimeOffset At)
{
    /// <summary>What the owner may spend in a window.</summary>
    public required BudgetLimits OwnerLimits { get; init; }

    /// <summary>How long a window is; the first began at the beginning of the year 1, UTC, so that windows of a day begin at midnight.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>What the run may spend.</summary>
    public required BudgetLimits RunLimits { get; init; }

    /// <summary>Which window it belongs to.</summary>
    public long WindowNumber => At.UtcTicks / Window.Ticks;

    /// <summary>How long its window still lasts.</summary>
    public TimeSpan WindowLeft => TimeSpan.FromTicks(Window.Ticks - (At.UtcTicks % Window.Ticks));
}
