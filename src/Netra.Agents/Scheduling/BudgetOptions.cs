namespace Netra.Agents;

/// <summary>What may be spent. Without any limit nothing is counted.</summary>
public sealed class BudgetOptions
{
    /// <summary>What an owner may spend in a window, unless its <see cref="OwnerClass.Budget"/> says otherwise.</summary>
    /// <value>No limits.</value>
    public BudgetLimits PerOwner { get; set; } = BudgetLimits.None;

    /// <summary>How long a window is. Windows of a day begin at midnight, UTC.</summary>
    /// <value>1 day; 1 second to 3,650 days.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What a run may spend, with all agents and tools that it calls. A request can narrow it by <see cref="AgentRequest.Budget"/>.</summary>
    /// <value>No limits.</value>
    public BudgetLimits PerRun { get; set; } = BudgetLimits.None;

    /// <summary>How much of the wall time is held at once, ahead of its use.</summary>
    /// <value>1 second; 100 milliseconds to 1 hour.</value>
    public TimeSpan WallTimeSlice { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Asked before a reservation of an agent is refused: gives a smaller amount that is tried in its place, or null to refuse. Must be quick; safe for concurrent use.</summary>
    /// <value>Null: refuse.</value>
    public Func<BudgetDegradation, BudgetAmount?>? Degrade { get; set; }

    internal IEnumerable<string> Faults(string where)
    {
        foreach (var fault in PerOwner?.Faults($"{where}.PerOwner") ?? [$"{where}.PerOwner is null."])
        {
            yield return fault;
        }

        foreach (var fault in PerRun?.Faults($"{where}.PerRun") ?? [$"{where}.PerRun is null."])
        {
            yield return fault;
        }

        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromDays(3_650))
        {
            yield return $"{where}.Window must be 1 second to 3,650 days; it is {Window}.";
        }

        if (WallTimeSlice < TimeSpan.FromMilliseconds(100) || WallTimeSlice > TimeSpan.FromHours(1))
        {
            yield return $"{where}.WallTimeSlice must be 100 milliseconds to 1 hour; it is {WallTimeSlice}.";
        }
    }
}
