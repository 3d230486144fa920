namespace Netra.Agents;

/// <summary>What a host implements to keep state: values by structured key, with a version and maybe an expiry each.</summary>
/// <remarks>
/// <para>Safe for concurrent use. What a write does to what is there is given by <see cref="StateWrite.Apply(StateEntry?, DateTimeOffset)"/>; a store adds the place, the
/// version and the atomic step. A version is greater than any that the key had before, also across deletion, expiry and erasure. An entry that has
/// expired is never seen. A default key is refused with <see cref="ArgumentException"/>. All text is compared by ordinal.</para>
/// <para>The conformance cases of the package Netra.Agents.Testing hold a store to all of this.</para>
/// </remarks>
public interface IStateStore
{
    /// <summary>The entry, or null.</summary>
    ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken);

    /// <summary>Does all writes in their order, or none of them.</summary>
    /// <remarks>
    /// <para>With a claim the writes are done only while it is held, in one step with the check (see <see cref="ExecutionClaim.TryCommit{TState}"/>). And never under
    /// a claim with a lower <see cref="ExecutionClaim.Epoch"/> than the greatest under which its run has written: a process that was taken over can't write any more.</para>
    /// </remarks>
    /// <param name="writes">At least one, all of one owner (see <see cref="StateWrite.OwnerOf(IReadOnlyList{StateWrite}, ExecutionClaim?)"/>). Not kept.</param>
    /// <param name="claim">The right under which an execution writes; null for a write of the host itself.</param>
    /// <param name="cancellationToken">Stops the writes before they are done; what is done is reported as done.</param>
    /// <returns>The versions, the first conflict or the first fault.</returns>
    /// <exception cref="ArgumentException">The batch is empty or has two owners.</exception>
    /// <exception cref="InvalidOperationException">The claim is another owner's.</exception>
    /// <exception cref="ExecutionFencedException">The claim is lost or its epoch is over. Nothing was changed.</exception>
    ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken);

    /// <summary>Does one write. A store that can do it with less than a batch takes implements it.</summary>
    /// <inheritdoc cref="CommitAsync(IReadOnlyList{StateWrite}, ExecutionClaim?, CancellationToken)"/>
    ValueTask<StateCommit> CommitAsync(StateWrite write, ExecutionClaim? claim, CancellationToken cancellationToken) => CommitAsync([write], claim, cancellationToken);

    /// <summary>The entries in the key's owner, scope and scope id whose names begin with the key's name, sorted by ordinal.</summary>
    /// <param name="prefix">The scope, and what the names begin with; see <see cref="StateKey.ForPrefix"/>.</param>
    /// <param name="afterName">Only names after this one, which need not be there; null for all.</param>
    /// <param name="limit">How many at most: 1 to <see cref="StatePage.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken);

    /// <summary>Everything of an owner, in all scopes, sorted by scope, scope id and name. What is written meanwhile may be in it or not.</summary>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken);

    /// <summary>Takes away everything of an owner, in all scopes, in one step.</summary>
    /// <returns>How many entries it was.</returns>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken);
}
