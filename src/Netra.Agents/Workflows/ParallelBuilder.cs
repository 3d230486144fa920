using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>Names the branches that run side by side, and when they are done.</summary>
/// <remarks>Agents run on threads of their own. Functions of the branches share the workflow's: they take turns where they await.</remarks>
public sealed class ParallelBuilder : StepOptions<ParallelBuilder>
{
    internal ParallelBuilder() { }

    internal List<(string Label, Block Block)> Branches { get; } = [];

    internal WorkflowJoin JoinRule { get; private set; }

    /// <summary>Adds a branch. The step's output is a map of what the branches gave, by these names.</summary>
    public ParallelBuilder Branch(string name, Action<WorkflowBuilder> steps)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(steps);
        Branches.Add((name, WorkflowBuilder.Inner(steps)));
        return this;
    }

    /// <summary>When the branches are done.</summary>
    /// <value>All must succeed, by default.</value>
    public ParallelBuilder Join(WorkflowJoin join)
    {
        JoinRule = join;
        return this;
    }
}
