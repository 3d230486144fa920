namespace Netra.Agents;

/// <summary>Says more about a step that runs an agent, a tool or a function.</summary>
public sealed class StepBuilder : StepOptions<StepBuilder>
{
    internal StepBuilder() { }

    internal WorkflowValue? Given { get; private set; }

    /// <summary>What the step reads, and is given.</summary>
    /// <value>What the step before gave, by default.</value>
    public StepBuilder Input(Func<WorkflowData, WorkflowValue> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Given = input(new WorkflowData());
        return this;
    }

    /// <summary>Tries the step again when it has failed.</summary>
    public StepBuilder WithRetry(StepRetry? retry = null) => With(Policy with { Retry = retry ?? new StepRetry() });
}
