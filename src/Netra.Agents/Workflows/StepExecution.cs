namespace Netra.Agents;

/// <summary>A function's step as the function sees it.</summary>
/// <param name="Execution">The workflow's execution: tools, state, events, services, all bound to the owner.</param>
/// <param name="Step">The step, with its place in loops and lists.</param>
/// <param name="Input">What the step declares to read.</param>
/// <param name="Attempt">From 1; more when the step is tried again.</param>
public readonly record struct StepExecution(AgentExecution Execution, string Step, ContextValue Input, int Attempt)
{
    /// <summary>The step, and nothing of its input.</summary>
    public override string ToString() => $"step '{Step}', attempt {Attempt}";
}
