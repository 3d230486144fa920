namespace Netra.Agents.Tests.Support;

/// <summary>A trail of a host that keeps entries in a list and knows nothing of chains.</summary>
internal class ListedAudit : IAuditTrail
{
    private readonly List<AuditEntry> _entries = [];

    internal IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    public virtual ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_entries)
        {
            _entries.Add(entry);
        }

        return default;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, long afterSequence, int maxCount, CancellationToken cancellationToken) =>
        new(Entries.Where(entry => entry.Owner == userContext.Owner).ToList());

    public AuditStreamId StreamOf(Owner owner) => default;

    public ValueTask<AuditVerification> VerifyAsync(AuditStreamId stream, AuditHead? expectedHead, CancellationToken cancellationToken) => new(new AuditVerification());

    public ValueTask EraseOwnerAsync(Owner owner, CancellationToken cancellationToken) => default;

    public ValueTask ExportAsync(AuditStreamId stream, Stream destination, CancellationToken cancellationToken) => default;
}
