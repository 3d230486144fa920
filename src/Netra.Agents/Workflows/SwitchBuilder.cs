using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>Names the branches of which one runs. With no case that fits and no default, what came before passes by.</summary>
public sealed class SwitchBuilder : StepOptions<SwitchBuilder>
{
    internal SwitchBuilder() { }

    internal List<(string Label, ContextValue Value, Block Block)> Cases { get; } = [];

    internal Block? Otherwise { get; private set; }

    /// <summary>The branch for one value.</summary>
    public SwitchBuilder Case(ContextValue value, Action<WorkflowBuilder> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Cases.Add((value.Text, value, WorkflowBuilder.Inner(steps)));
        return this;
    }

    /// <summary>The branch for all other values.</summary>
    /// <exception cref="InvalidOperationException">There is a default already.</exception>
    public SwitchBuilder Default(Action<WorkflowBuilder> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Otherwise = Otherwise is null ? WorkflowBuilder.Inner(steps) : throw new InvalidOperationException("A switch has one default.");
        return this;
    }
}
