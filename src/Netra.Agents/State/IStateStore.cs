namespace Netra.Agents;

/// <summary>What a host implements to keep state: values by structured key, with a version each.</summary>
/// <remarks>
/// Safe for concurrent use. A write with a claim changes something only while the claim is held, in one step with the change (see
/// <see cref="ExecutionClaim.TryCommit{TState}"/>); when it is lost, throw <see cref="ExecutionFencedException"/> and change nothing.
/// </remarks>
public interface IStateStore
{
    /// <summary>The entry, or null.</summary>
    ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken);

    /// <summary>Writes a value, or deletes with null.</summary>
    /// <param name="key">Where.</param>
    /// <param name="value">What; null to delete.</param>
    /// <param name="expectedVersion">The version that the store must hold (0: nothing); null to write in any case.</param>
    /// <param name="claim">The right under which an execution writes; null for a write of the host itself.</param>
    /// <param name="cancellationToken">Stops the write before it is done; a write that is done is reported as done.</param>
    ValueTask<StateWriteResult> WriteAsync(StateKey key, ContextValue? value, long? expectedVersion, ExecutionClaim? claim, CancellationToken cancellationToken);

    /// <summary>The names in the key's owner, scope and scope id that begin with the key's name, sorted by ordinal.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(StateKey prefix, CancellationToken cancellationToken);
}
