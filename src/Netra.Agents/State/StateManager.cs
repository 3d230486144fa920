namespace Netra.Agents.State;

internal sealed class StateManager(IStateStore store, IClaimLookup claims) : IStateManager
{
    public ValueTask<StateEntry?> GetAsync(UserExecutionContext userContext, StateScope scope, string name, CancellationToken cancellationToken = default) =>
        store.GetAsync(Key(userContext, scope, name), cancellationToken);

    public ValueTask<StateWriteResult> SetAsync(UserExecutionContext userContext, StateScope scope, string name, ContextValue value, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        store.WriteAsync(Key(userContext, scope, name), value, expectedVersion, claims.ClaimOf(userContext), cancellationToken);

    public ValueTask<StateWriteResult> DeleteAsync(UserExecutionContext userContext, StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        store.WriteAsync(Key(userContext, scope, name), null, expectedVersion, claims.ClaimOf(userContext), cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(UserExecutionContext userContext, StateScope scope, string prefix, CancellationToken cancellationToken = default) =>
        store.ListAsync(Key(userContext, scope, prefix, isPrefix: true), cancellationToken);

    private static StateKey Key(UserExecutionContext userContext, StateScope scope, string name, bool isPrefix = false)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return new StateKey(userContext, scope, name, isPrefix);
    }
}
