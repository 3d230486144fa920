namespace Netra.Agents;

/// <summary>What is remembered for the owner, bound to one execution.</summary>
/// <remarks>
/// A conflict is in the result; a write that doesn't fit what is there, or for which there is no room, throws <see cref="StateException"/>. Once the
/// execution has ended, a write throws <see cref="ExecutionFencedException"/> and nothing is written. Names, values and times have the limits of <see cref="IStateManager"/>.
/// </remarks>
public readonly struct ExecutionState
{
    private readonly AgentExecution _execution;

    internal ExecutionState(AgentExecution execution) => _execution = execution;

    /// <summary>Reads an entry; null when there is none.</summary>
    public ValueTask<StateEntry?> GetAsync(StateScope scope, string name, CancellationToken cancellationToken = default) =>
        _execution.GetStateAsync(scope, name, cancellationToken);

    /// <summary>Writes an entry whatever is there.</summary>
    /// <inheritdoc cref="IStateManager.SetAsync"/>
    public ValueTask<StateCommit> SetAsync(StateScope scope, string name, ContextValue value, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(new StateBatch.Part(StateWriteKind.Set, scope, name, value), cancellationToken);

    /// <summary>Writes an entry if the store still holds the expected version (0: nothing), for a time.</summary>
    /// <inheritdoc cref="IStateManager.SetAsync"/>
    public ValueTask<StateCommit> SetAsync(StateScope scope, string name, ContextValue value, long? expectedVersion, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(new StateBatch.Part(StateWriteKind.Set, scope, name, value, expectedVersion, timeToLive), cancellationToken);

    /// <summary>Deletes an entry.</summary>
    /// <inheritdoc cref="IStateManager.DeleteAsync"/>
    public ValueTask<StateCommit> DeleteAsync(StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(new StateBatch.Part(StateWriteKind.Delete, scope, name, default, expectedVersion), cancellationToken);

    /// <summary>Adds to a number, without conflict.</summary>
    /// <inheritdoc cref="IStateManager.IncrementAsync"/>
    public ValueTask<StateCommit> IncrementAsync(StateScope scope, string name, ContextValue amount, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(new StateBatch.Part(StateWriteKind.Increment, scope, name, amount, TimeToLive: timeToLive), cancellationToken);

    /// <summary>Adds an item at the end of a list, without conflict.</summary>
    /// <inheritdoc cref="IStateManager.AppendAsync"/>
    public ValueTask<StateCommit> AppendAsync(
        StateScope scope, string name, ContextValue item, int? keepLast = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(new StateBatch.Part(StateWriteKind.Append, scope, name, item, TimeToLive: timeToLive, KeepLast: keepLast), cancellationToken);

    /// <summary>Does all changes of a batch, or none.</summary>
    /// <inheritdoc cref="IStateManager.CommitAsync"/>
    public ValueTask<StateCommit> CommitAsync(StateBatch batch, CancellationToken cancellationToken = default) =>
        _execution.CommitStateAsync(batch, cancellationToken);

    /// <summary>The entries in a scope whose names begin with a prefix.</summary>
    /// <inheritdoc cref="IStateManager.ListAsync"/>
    public ValueTask<StatePage> ListAsync(StateScope scope, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellationToken = default) =>
        _execution.ListStateAsync(scope, prefix, after, limit, cancellationToken);
}
