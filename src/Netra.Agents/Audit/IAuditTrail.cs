namespace Netra.Agents;

/// <summary>Keeps what was decided, as a chain for each owner that shows every later change. Every refusal and every intent is written here before anything follows from it.</summary>
/// <remarks>
/// <para>Implementations must be safe for concurrent use and must not block. An exception from <see cref="RecordAsync"/> means that the entry is not known
/// to be kept; by default the operation that was to be recorded then does not happen.</para>
/// <para>Who holds the keys can make a new chain: the MACs are symmetric. Against the host itself only an anchor in other hands helps.</para>
/// </remarks>
public interface IAuditTrail
{
    /// <summary>Keeps one entry under its owner. Completes when it is in the store; the entries of one caller are kept in the order of its calls.</summary>
    /// <exception cref="AuditUnavailableException">It is not known to be kept.</exception>
    /// <exception cref="ArgumentException">The owner is missing, or a word breaks the rule for names.</exception>
    ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries of the context's owner, oldest first, as far as they are kept.</summary>
    /// <param name="userContext">Whose.</param>
    /// <param name="afterSequence">Leaves out what is up to here: 0 for none.</param>
    /// <param name="maxCount">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, long afterSequence = 0, int maxCount = 10_000, CancellationToken cancellationToken = default);

    /// <summary>The name of an owner's chain.</summary>
    AuditStreamId StreamOf(Owner owner);

    /// <summary>Verifies a chain against its keys, the last anchored checkpoint, and a head that the caller knows.</summary>
    /// <param name="stream">Which chain.</param>
    /// <param name="expectedHead">A head that the chain must have reached; null when none is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AuditVerification> VerifyAsync(AuditStreamId stream, AuditHead? expectedHead = null, CancellationToken cancellationToken = default);

    /// <summary>Destroys the data key of an owner: no reason, argument or detail recorded until now can be read any more, and the chain still verifies. The erasure itself is recorded.</summary>
    /// <remarks>A copy of the store from before holds the wrapped key: an erasure is complete when these are gone too. Kinds, subjects, decisions and codes stay.</remarks>
    /// <exception cref="AuditUnavailableException">It is not known to be done; do it again.</exception>
    ValueTask EraseOwnerAsync(Owner owner, CancellationToken cancellationToken = default);

    /// <summary>Writes a chain as JSON Lines, for <see cref="AuditFile"/> to read and to verify elsewhere. Payloads stay encrypted.</summary>
    ValueTask ExportAsync(AuditStreamId stream, Stream destination, CancellationToken cancellationToken = default);
}
