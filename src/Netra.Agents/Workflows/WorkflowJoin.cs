namespace Netra.Agents;

/// <summary>When branches side by side are done. Once it is decided, those that still run are stopped.</summary>
public readonly record struct WorkflowJoin
{
    private readonly int _needed;

    private WorkflowJoin(int needed) => _needed = needed;

    /// <summary>All must succeed; the first failure decides.</summary>
    public static WorkflowJoin All => default;

    /// <summary>One success decides, and its output is the step's; it fails when all have failed.</summary>
    public static WorkflowJoin FirstSuccess => new(-1);

    /// <summary>So many successes decide; it fails when they can't be reached any more.</summary>
    /// <param name="needed">1 to the number of branches.</param>
    public static WorkflowJoin Quorum(int needed) => needed >= 1 ? new WorkflowJoin(needed) : throw new ArgumentOutOfRangeException(nameof(needed), needed, "A quorum needs at least one branch.");

    internal bool IsFirstSuccess => _needed == -1;

    internal int Needed(int branches) => _needed switch { 0 => branches, -1 => 1, _ => _needed };

    /// <summary><c>all</c>, <c>first success</c> or <c>quorum</c> with its number.</summary>
    public override string ToString() => _needed switch { 0 => "all", -1 => "first success", _ => $"quorum {_needed}" };
}
