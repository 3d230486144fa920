namespace Netra.Agents;

/// <summary>What an owner is entitled to when there is not enough for all. What isn't set is taken from <see cref="SchedulingOptions"/>.</summary>
/// <param name="Name">For people, and for the host's own telemetry.</param>
public sealed record OwnerClass(string Name)
{
    /// <summary>How many runs of the owner begin in its turn when all slots are taken and owners wait in line.</summary>
    /// <value>1 by default; 1 to 1,000.</value>
    public int Weight { get; init; } = 1;

    /// <summary>How many runs the owner may have under way at once.</summary>
    /// <value>Null by default: <see cref="SchedulingOptions.MaxRunsPerOwner"/>.</value>
    public int? MaxRuns { get; init; }

    /// <summary>How many runs of the owner may wait.</summary>
    /// <value>Null by default: <see cref="SchedulingOptions.MaxWaitingRunsPerOwner"/>.</value>
    public int? MaxWaitingRuns { get; init; }

    /// <summary>What the owner may spend in a window.</summary>
    /// <value>Null by default: <see cref="BudgetOptions.PerOwner"/>.</value>
    public BudgetLimits? Budget { get; init; }

    /// <exception cref="InvalidOperationException">A value is out of range.</exception>
    internal OwnerClass Checked() =>
        Weight is < 1 or > 1_000 ? throw new InvalidOperationException($"The weight of owner class '{Name}' must be 1 to 1,000; it is {Weight}.")
        : MaxRuns < 1 || MaxWaitingRuns < 0 ? throw new InvalidOperationException($"Owner class '{Name}' must allow at least one run, and none or more that wait.")
        : Budget?.Faults($"The budget of owner class '{Name}'").FirstOrDefault() is { } fault ? throw new InvalidOperationException(fault)
        : this;
}
