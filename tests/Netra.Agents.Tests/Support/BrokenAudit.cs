namespace Netra.Agents.Tests.Support;

/// <summary>A trail of a host that takes nothing.</summary>
internal sealed class BrokenAudit : IAuditTrail
{
    public ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => throw new FormatException();

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, long afterSequence, int maxCount, CancellationToken cancellationToken) => new([]);

    public AuditStreamId StreamOf(Owner owner) => default;

    public ValueTask<AuditVerification> VerifyAsync(AuditStreamId stream, AuditHead? expectedHead, CancellationToken cancellationToken) => throw new FormatException();

    public ValueTask EraseOwnerAsync(Owner owner, CancellationToken cancellationToken) => throw new FormatException();

    public ValueTask ExportAsync(AuditStreamId stream, Stream destination, CancellationToken cancellationToken) => throw new FormatException();
}
