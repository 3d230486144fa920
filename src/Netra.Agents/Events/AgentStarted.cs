namespace Netra.Agents;

/// <summary>An agent begins; the first event of its execution.</summary>
public sealed record AgentStarted : AgentEvent
{
    internal AgentStarted(ExecutionClaim claim) : base(claim) { }

    /// <inheritdoc/>
    public override string WireName => "agent_started";
}
