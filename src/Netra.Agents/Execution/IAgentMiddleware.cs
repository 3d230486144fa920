namespace Netra.Agents;

/// <summary>A link around every execution of every agent, such as a retry. Linked once when the host is built, the first registered outermost.</summary>
/// <remarks>One instance serves all owners at once: keep nothing of an execution in it. What it does is fenced and timed like the agent itself.</remarks>
public interface IAgentMiddleware
{
    /// <summary>Does something around <paramref name="next"/>, or in its place.</summary>
    ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken);
}
