namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>What one observer saw of one run, all its visits joined.</summary>
internal sealed class SeenRun(string name, Observer observer, int owner, long after = 0)
{
    internal string Name { get; } = name;

    internal Observer Observer { get; } = observer;

    /// <summary>The owner whose run it is and for whom it was read.</summary>
    internal int Owner { get; } = owner;

    /// <summary>The sequence after which it began to read.</summary>
    internal long After { get; } = after;

    internal List<AgentEvent> Events { get; } = [];

    /// <summary>True once it was told that there is no more.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>True for a sink that refused an event: then that one may be missing.</summary>
    internal bool MayMiss { get; set; }

    internal long Last => Events.Count == 0 ? After : Events[^1].Sequence;
}
