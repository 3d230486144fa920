namespace Netra.Agents;

/// <summary>Who calls the MCP endpoint, as the host has authenticated it.</summary>
/// <param name="Owner">Whose calls these are. Never taken from what the client sends.</param>
/// <param name="Grants">What the calls may do.</param>
public sealed record McpCaller(Owner Owner, Grants Grants)
{
    /// <summary>The conversation that agents take up.</summary>
    /// <value>Null: one for each session; where the protocol has no sessions, one for each call.</value>
    public ThreadId? ThreadId { get; init; }

    /// <summary>Data for the agents and tools of the call.</summary>
    /// <value>Empty by default.</value>
    public ContextData AgentContext { get; init; } = ContextData.Empty;

    /// <summary>Data for the audit trail.</summary>
    /// <value>Empty by default.</value>
    public ContextData AuditMetadata { get; init; } = ContextData.Empty;

    /// <summary>The grants, and nothing of whose they are.</summary>
    public override string ToString() => $"McpCaller({Grants})";
}
