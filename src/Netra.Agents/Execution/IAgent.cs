namespace Netra.Agents;

/// <summary>An agent. A fresh instance is made for each execution, from a service scope of that execution; nothing is shared between two.</summary>
/// <remarks>Keep nothing in static or singleton state. Everything that <see cref="AgentExecution"/> offers is bound to the owner already.</remarks>
public interface IAgent
{
    /// <summary>Does the work.</summary>
    /// <param name="execution">The input, and everything that the agent may touch.</param>
    /// <param name="cancellationToken">Cancelled when the execution ends early. What is done after that has no effect.</param>
    /// <returns>The output; null is a failure.</returns>
    ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken);
}
