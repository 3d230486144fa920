namespace Netra.Agents;

/// <summary>One piece of what is kept of an owner: exactly one of the three.</summary>
public sealed record OwnerRecord
{
    private OwnerRecord() { }

    /// <summary>An entry of the state, or a checkpoint of a workflow.</summary>
    public StateRecord? State { get; private init; }

    /// <summary>An event of a run that is live or retained.</summary>
    public AgentEvent? Event { get; private init; }

    /// <summary>An entry of the audit trail.</summary>
    public AuditEntry? Audit { get; private init; }

    internal static OwnerRecord Of(StateRecord state) => new() { State = state };

    internal static OwnerRecord Of(AgentEvent item) => new() { Event = item };

    internal static OwnerRecord Of(AuditEntry entry) => new() { Audit = entry };
}
