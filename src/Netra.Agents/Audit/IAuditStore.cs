namespace Netra.Agents;

/// <summary>Where the records of all chains are kept: what a host implements over its database.</summary>
/// <remarks>
/// Implementations must be safe for concurrent use and must not block. The library gives up waiting after <see cref="AuditOptions.WriteTimeout"/>
/// and then looks again at what is there: a write that comes through later is no harm, as long as it keeps the rule of <see cref="AppendAsync"/>.
/// </remarks>
public interface IAuditStore
{
    /// <summary>Appends records of one or several streams; those of one stream follow each other in the list.</summary>
    /// <param name="records">The records.</param>
    /// <param name="checkpoints">Signed heads of some of these streams. A store that lets old records go does so up to a checkpoint that it has, and keeps that.</param>
    /// <param name="cancellationToken">Cancelled when the library waits no more.</param>
    /// <returns>
    /// The streams of which nothing was written, because their first record here is not the next after the last that is kept; else empty.
    /// For each stream it is all or nothing, checked in the same step as the write: two writers never both succeed with one sequence.
    /// </returns>
    ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken);

    /// <summary>The last record of a stream; null when it has none. A stream that had one always has one.</summary>
    ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken);

    /// <summary>Records of a stream in order, from a sequence on.</summary>
    /// <returns>At most <paramref name="maxCount"/>; fewer only at the end.</returns>
    ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken);

    /// <summary>The checkpoint that stands before the first kept record; null when none was let go.</summary>
    ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken);

    /// <summary>The wrapped data key of a stream's owner; null when there is none.</summary>
    ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken);

    /// <summary>Keeps a wrapped data key if the stream has none.</summary>
    /// <returns>The one that is kept now: the given one, or one that was there before.</returns>
    ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken);

    /// <summary>Destroys the wrapped data key of a stream, for good. Nothing when there is none.</summary>
    ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken);
}
