namespace Netra.Agents;

/// <summary>The agent failed, or was denied or rejected: the error's code says which.</summary>
public sealed record AgentFailed : AgentTerminalEvent
{
    internal AgentFailed(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration, error) { }

    /// <inheritdoc/>
    public override string WireName => "agent_failed";
}
