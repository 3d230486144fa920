namespace Netra.Agents;

/// <summary>A host's own limit on how often runs may be asked for, by owner and agent. Asked before a run is begun or waits; not for agents that agents call.</summary>
/// <remarks>Safe for concurrent use; must not block. A run that it refuses is Rejected with its error, and its context can be used again. One that throws lets nothing begin: the run is Rejected with <c>limit_reached</c>.</remarks>
public interface IRunLimiter
{
    /// <summary>Lets a run begin, or says why not.</summary>
    /// <returns>Null to let it begin; an error with <see cref="AgentError.RetryAfter"/> where that is known.</returns>
    AgentError? TryBegin(Owner owner, string agentName);
}
