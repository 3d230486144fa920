namespace Netra.Agents;

/// <summary>What a workflow waits for from outside. It is answered once, by its run's owner.</summary>
/// <param name="WaitId">Names the wait.</param>
/// <param name="Step">The step that waits, with its place in loops and lists.</param>
/// <param name="Prompt">What is asked, for whoever is to answer.</param>
/// <param name="ExpiresAt">Until when it can be answered (UTC); null for ever.</param>
public sealed record WorkflowWait(WaitId WaitId, string Step, ContextValue Prompt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The wait and its step, and nothing of what is asked.</summary>
    public override string ToString() => $"wait {WaitId} of step '{Step}'";
}
