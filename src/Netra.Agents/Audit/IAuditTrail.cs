namespace Netra.Agents;

/// <summary>Keeps what was decided. Every refusal is written here before its caller learns of it.</summary>
/// <remarks>Implementations must be safe for concurrent use. An exception from <see cref="RecordAsync"/> fails the operation that was to be recorded.</remarks>
public interface IAuditTrail
{
    /// <summary>Keeps one entry under its owner.</summary>
    ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries of the context's owner, oldest first, as far as they are kept.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken = default);
}
