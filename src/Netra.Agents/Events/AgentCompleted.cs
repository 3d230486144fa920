namespace Netra.Agents;

/// <summary>The agent gave its output.</summary>
public sealed record AgentCompleted : AgentTerminalEvent
{
    internal AgentCompleted(ExecutionClaim claim, TimeSpan duration, ContextValue output, bool isDegraded, TokenUsage? usage) : base(claim, duration, null) =>
        (Output, IsDegraded, Usage) = (output, isDegraded, usage);

    /// <summary>What the agent gave.</summary>
    public ContextValue Output { get; }

    /// <summary>True when this is a fallback for what was asked.</summary>
    public bool IsDegraded { get; }

    /// <summary>What models used, if the agent said.</summary>
    public TokenUsage? Usage { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_completed";
}
