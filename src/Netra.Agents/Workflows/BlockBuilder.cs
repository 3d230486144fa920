namespace Netra.Agents;

/// <summary>Says more about a step that is made of others, or that waits.</summary>
public sealed class BlockBuilder : StepOptions<BlockBuilder>
{
    internal BlockBuilder() { }

    internal WorkflowValue? Given { get; private set; }

    /// <summary>What a sub-workflow or a supervisor is given.</summary>
    /// <value>What the step before gave, by default.</value>
    public BlockBuilder Input(Func<WorkflowData, WorkflowValue> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Given = input(new WorkflowData());
        return this;
    }
}
