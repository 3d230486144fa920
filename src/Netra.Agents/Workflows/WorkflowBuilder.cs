using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>Puts steps one after the other. A step's name stands for one step of its workflow; the same step may stand in several cases of a switch.</summary>
/// <remarks>
/// A step that doesn't say what it reads is given what the step before gave. Not safe for concurrent use; what it builds is.
/// </remarks>
public sealed partial class WorkflowBuilder
{
    private readonly string _name;
    private readonly List<StepNode> _steps = [];

    /// <summary>Begins a definition.</summary>
    /// <param name="name">The name under which it is run: 1 to 256 characters.</param>
    public WorkflowBuilder(string name) => _name = name;

    /// <summary>Runs an agent, in a step of the agent's name.</summary>
    public WorkflowBuilder Agent(string agent, Action<StepBuilder>? configure = null) => Agent(agent, agent, configure);

    /// <summary>Runs an agent.</summary>
    public WorkflowBuilder Agent(string name, string agent, Action<StepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(agent);
        var step = Configured(new StepBuilder(), configure);
        return Add(new AgentStep(name, step.Policy, agent, step.Given));
    }

    /// <summary>Calls a tool, in a step of the tool's name. Its input are the tool's arguments; it passes every check of the dispatcher.</summary>
    public WorkflowBuilder Tool(string tool, Action<StepBuilder>? configure = null) => Tool(tool, tool, configure);

    /// <summary>Calls a tool.</summary>
    public WorkflowBuilder Tool(string name, string tool, Action<StepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tool);
        var step = Configured(new StepBuilder(), configure);
        return Add(new ToolStep(name, step.Policy, tool, step.Given));
    }

    /// <summary>Runs a function of the host. What it closes over is shared by all owners: keep nothing of a run there.</summary>
    public WorkflowBuilder Function(string name, Func<StepExecution, CancellationToken, ValueTask<ContextValue>> function, Action<StepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        var step = Configured(new StepBuilder(), configure);
        return Add(new FunctionStep(name, step.Policy, function, step.Given));
    }

    /// <summary>Runs a function that has nothing to wait for.</summary>
    /// <inheritdoc cref="Function(string, Func{StepExecution, CancellationToken, ValueTask{ContextValue}}, Action{StepBuilder}?)"/>
    public WorkflowBuilder Function(string name, Func<ContextValue, ContextValue> function, Action<StepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Function(name, (step, _) => new ValueTask<ContextValue>(function(step.Input)), configure);
    }

    /// <summary>Runs a function on a type of the host's. What can't be read as one, or written, fails the step.</summary>
    /// <inheritdoc cref="Function(string, Func{StepExecution, CancellationToken, ValueTask{ContextValue}}, Action{StepBuilder}?)"/>
    [RequiresUnreferencedCode("Reads and writes the types by reflection; take ContextValue where code is trimmed.")]
    [RequiresDynamicCode("Reads and writes the types by reflection; take ContextValue where code is compiled ahead of time.")]
    public WorkflowBuilder Function<TInput, TOutput>(string name, Func<TInput?, CancellationToken, ValueTask<TOutput>> function, Action<StepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Function(name, async (step, cancellationToken) => ContextValue.From(await function(step.Input.As<TInput>(), cancellationToken)), configure);
    }

    /// <summary>The definition.</summary>
    /// <exception cref="WorkflowDefinitionException">It has faults; the exception lists all of them.</exception>
    public WorkflowDefinition Build()
    {
        var root = new Block([.. _steps]);
        var faults = DefinitionCheck.Faults(_name, root);
        return faults.Count == 0
            ? new WorkflowDefinition(_name, root, StepTree.Assign(root, new DataScope(null)))
            : throw new WorkflowDefinitionException(_name ?? "", faults);
    }

    internal static Block Inner(Action<WorkflowBuilder> steps)
    {
        var builder = new WorkflowBuilder("");
        steps(builder);
        return new Block([.. builder._steps]);
    }

    private static TOptions Configured<TOptions>(TOptions options, Action<TOptions>? configure)
    {
        configure?.Invoke(options);
        return options;
    }

    private WorkflowBuilder Add(StepNode step)
    {
        _steps.Add(step);
        return this;
    }
}
