namespace Netra.Agents;

/// <summary>What is remembered for an owner, between runs or within one. The context says whose it is; there is no way to name another's.</summary>
/// <remarks>
/// Safe for concurrent use. A context that has begun a run writes under that run's claims: once it has ended, writes throw
/// <see cref="ExecutionFencedException"/>. A context that begins no run is the host's own. Values are immutable; copies go in and out.
/// </remarks>
public interface IStateManager
{
    /// <summary>Reads an entry; null when there is none.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule for ids.</exception>
    ValueTask<StateEntry?> GetAsync(UserExecutionContext userContext, StateScope scope, string name, CancellationToken cancellationToken = default);

    /// <summary>Writes an entry.</summary>
    /// <param name="userContext">Whose it is.</param>
    /// <param name="scope">How long it is remembered.</param>
    /// <param name="name">1 to 256 characters.</param>
    /// <param name="value">What to remember.</param>
    /// <param name="expectedVersion">The version that must still be there (0: nothing); null to write in any case.</param>
    /// <param name="cancellationToken">Stops the write before it is done.</param>
    /// <returns>The new version, or the conflict with the version that is there.</returns>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    ValueTask<StateWriteResult> SetAsync(UserExecutionContext userContext, StateScope scope, string name, ContextValue value, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an entry; deleting what isn't there succeeds.</summary>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    ValueTask<StateWriteResult> DeleteAsync(UserExecutionContext userContext, StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>The names in a scope that begin with <paramref name="prefix"/>, sorted by ordinal.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(UserExecutionContext userContext, StateScope scope, string prefix, CancellationToken cancellationToken = default);
}
