using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>A workflow: what runs, in which order, on what. Checked when it is built, immutable afterwards, run by any number of owners at once.</summary>
public sealed class WorkflowDefinition
{
    internal WorkflowDefinition(string name, Block root, DataScope scope) => (Name, Root, Scope, MayWait) = (name, root, scope, StepTree.All(root).Any(step => step.Kind is StepKind.Wait or StepKind.Workflow));

    /// <summary>The name under which it is run.</summary>
    public string Name { get; }

    /// <summary>The names of all its steps, in their order; those inside of others after them.</summary>
    public IReadOnlyList<string> StepNames => [.. StepTree.All(Root).Select(step => step.Name).Distinct(StringComparer.Ordinal)];

    internal Block Root { get; }

    internal DataScope Scope { get; }

    /// <summary>False when no step of its own can wait, and none uses a workflow that might.</summary>
    internal bool MayWait { get; }

    /// <summary>Builds a workflow.</summary>
    /// <exception cref="WorkflowDefinitionException">It has faults; the exception lists all of them.</exception>
    public static WorkflowDefinition Create(string name, Action<WorkflowBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new WorkflowBuilder(name);
        build(builder);
        return builder.Build();
    }

    /// <summary>A flow chart in the Mermaid language.</summary>
    public string ToMermaid() => MermaidDiagram.Of(this);

    /// <summary>A graph in the DOT language of Graphviz.</summary>
    public string ToDot() => DotDiagram.Of(this);

    /// <summary>The name, and how many steps.</summary>
    public override string ToString() => $"{Name} ({StepNames.Count} steps)";
}
