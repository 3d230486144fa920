namespace Netra.Agents.Workflows;

/// <summary>One step of a definition: what it is, and how it runs. Shared by all runs, so it keeps nothing of any.</summary>
internal abstract class StepNode(string name, StepPolicy policy)
{
    internal string Name { get; } = name;

    internal StepPolicy Policy { get; } = policy;

    internal abstract StepKind Kind { get; }

    /// <summary>The agent, tool or workflow that it uses; empty for the others. Part of the step's shape.</summary>
    internal virtual string Target => "";

    /// <summary>The agents, tools and workflows that the host must have.</summary>
    internal virtual IEnumerable<(StepKind Kind, string Name)> Uses => [];

    /// <summary>The sequences inside, each with what leads there.</summary>
    internal virtual IReadOnlyList<(string Label, Block Block)> Blocks => [];

    /// <summary>True when the sequences inside keep outputs of their own, because they run more than once.</summary>
    internal virtual bool OpensScope => false;

    /// <summary>What it reads, beside its condition.</summary>
    internal virtual IEnumerable<WorkflowValue> Reads => [];

    /// <summary>What is wrong with it by itself.</summary>
    internal virtual IEnumerable<string> Faults => [];

    /// <summary>True when it may be tried again as a whole.</summary>
    internal bool IsAction => Kind is StepKind.Agent or StepKind.Tool or StepKind.Function;

    /// <summary>Where its outcome is kept in its scope, and the scopes inside. Set once, when the definition is built.</summary>
    internal int Slot { get; set; }
    internal DataScope? InnerScope { get; set; }
    internal DataScope? UndoScope { get; set; }

    /// <summary>Does what the step is for.</summary>
    /// <param name="attempt">The run's attempt.</param>
    /// <param name="frame">The outputs so far.</param>
    /// <param name="current">What the step before gave.</param>
    /// <param name="tryNumber">From 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal abstract ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken);

    /// <summary>The name of its checkpoint, outside of loops and lists.</summary>
    internal string CompletedName { get; } = $"c/{name}";

    /// <summary>What is inside, with the outputs that an earlier attempt left there.</summary>
    internal virtual IEnumerable<(Block Block, Frame Frame, ContextValue Given)> Inner(WorkflowAttempt attempt, Frame frame, ContextValue current) =>
        Blocks.Select(inner => (inner.Block, frame, current));

    internal string Shape => $"{Kind}:{Target}";
}
