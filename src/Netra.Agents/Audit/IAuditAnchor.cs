namespace Netra.Agents;

/// <summary>Keeps the checkpoints of all chains, best in other hands than the records: what it says can't be cut off with them.</summary>
/// <remarks>Implementations must be safe for concurrent use and must not block. A failure is logged and counted; the next checkpoint is tried anew.</remarks>
public interface IAuditAnchor
{
    /// <summary>Keeps a checkpoint. One with a smaller sequence than is kept already changes nothing.</summary>
    ValueTask SaveAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The checkpoint with the greatest sequence; null when there is none.</summary>
    ValueTask<AuditCheckpoint?> LatestAsync(AuditStreamId stream, CancellationToken cancellationToken);
}
