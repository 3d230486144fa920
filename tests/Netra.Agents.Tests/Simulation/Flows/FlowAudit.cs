namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Keeps everything that was ever recorded for the check at the end.</summary>
internal sealed class FlowAudit : IAuditTrail
{
    internal List<AuditEntry> Entries { get; } = [];

    public ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Entries.Add(entry);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken = default) =>
        new([.. Entries.Where(entry => entry.Owner == userContext.Owner)]);
}
