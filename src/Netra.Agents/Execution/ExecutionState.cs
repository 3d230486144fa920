namespace Netra.Agents;

/// <summary>What is remembered for the owner, bound to one execution.</summary>
public readonly struct ExecutionState
{
    private readonly AgentExecution _execution;

    internal ExecutionState(AgentExecution execution) => _execution = execution;

    /// <summary>Reads an entry; null when there is none.</summary>
    public ValueTask<StateEntry?> GetAsync(StateScope scope, string name, CancellationToken cancellationToken = default) =>
        _execution.GetStateAsync(scope, name, cancellationToken);

    /// <summary>Writes an entry whatever is there.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended; nothing was written.</exception>
    public ValueTask<StateWriteResult> SetAsync(StateScope scope, string name, ContextValue value, CancellationToken cancellationToken = default) =>
        _execution.WriteStateAsync(scope, name, value, null, cancellationToken);

    /// <summary>Writes an entry if the store still holds the expected version (0: nothing).</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended; nothing was written.</exception>
    public ValueTask<StateWriteResult> SetAsync(StateScope scope, string name, ContextValue value, long expectedVersion, CancellationToken cancellationToken = default) =>
        _execution.WriteStateAsync(scope, name, value, expectedVersion, cancellationToken);

    /// <summary>Deletes an entry.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended; nothing was deleted.</exception>
    public ValueTask<StateWriteResult> DeleteAsync(StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _execution.WriteStateAsync(scope, name, null, expectedVersion, cancellationToken);

    /// <summary>The names in a scope that begin with a prefix.</summary>
    public ValueTask<IReadOnlyList<string>> ListAsync(StateScope scope, string prefix = "", CancellationToken cancellationToken = default) =>
        _execution.ListStateAsync(scope, prefix, cancellationToken);
}
