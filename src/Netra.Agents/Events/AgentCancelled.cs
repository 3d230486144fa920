namespace Netra.Agents;

/// <summary>The execution was cancelled.</summary>
public sealed record AgentCancelled : AgentTerminalEvent
{
    internal AgentCancelled(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration, error) { }

    /// <inheritdoc/>
    public override string WireName => "agent_cancelled";
}
