namespace Netra.Agents;

/// <summary>Whose turn it is when more is asked for than can be done at once.</summary>
/// <remarks>
/// A slot belongs to the whole tree of a run: agents that it calls take none of their own, so a parent never waits for a slot that it holds itself.
/// A run that waits for a person holds none: a suspended workflow has ended, and a tool call that waits for its approval gives the slot back meanwhile.
/// </remarks>
public sealed class SchedulingOptions
{
    /// <summary>What happens when a run is asked for in a thread that has one under way, unless its agent or its request says otherwise.</summary>
    /// <value><see cref="TurnMode.Enqueue"/>.</value>
    public TurnMode Turns { get; set; } = TurnMode.Enqueue;

    /// <summary>How many runs may be under way at once, of all owners.</summary>
    /// <value>10,000.</value>
    public int MaxRuns { get; set; } = 10_000;

    /// <summary>How many runs of one owner may be under way at once.</summary>
    /// <value>100.</value>
    public int MaxRunsPerOwner { get; set; } = 100;

    /// <summary>How many runs may wait for their turn or for a slot, of all owners. Past it a run is Rejected with the code <c>queue_full</c>.</summary>
    /// <value>100,000.</value>
    public int MaxWaitingRuns { get; set; } = 100_000;

    /// <summary>How many runs of one owner may wait.</summary>
    /// <value>1,000.</value>
    public int MaxWaitingRunsPerOwner { get; set; } = 1_000;

    /// <summary>Says what an owner is entitled to. Asked for each run; must be quick and must not throw: from one that does, the owner gets the defaults.</summary>
    /// <value>Null: all owners have the defaults.</value>
    public Func<Owner, OwnerClass>? ClassOf { get; set; }

    internal IEnumerable<string> Faults(string where)
    {
        if (!Enum.IsDefined(Turns))
        {
            yield return $"{where}.Turns must be one of {string.Join(", ", Enum.GetNames<TurnMode>())}; it is {Turns}.";
        }

        foreach (var (name, value, least) in new[]
        {
            (nameof(MaxRuns), MaxRuns, 1), (nameof(MaxRunsPerOwner), MaxRunsPerOwner, 1), (nameof(MaxWaitingRuns), MaxWaitingRuns, 0), (nameof(MaxWaitingRunsPerOwner), MaxWaitingRunsPerOwner, 0),
        })
        {
            if (value < least || value > 100_000_000)
            {
                yield return $"{where}.{name} must be {least} to 100,000,000; it is {value}.";
            }
        }
    }
}
