namespace Netra.Agents.State;

internal sealed class StateManager(IStateStore store, StateWrites writes, IClaimLookup claims) : IStateManager
{
    public ValueTask<StateEntry?> GetAsync(UserExecutionContext userContext, StateScope scope, string name, CancellationToken cancellationToken = default) =>
        store.GetAsync(StateWrites.Key(userContext, scope, name), cancellationToken);

    public ValueTask<StateCommit> SetAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue value, long? expectedVersion = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        CommitAsync(userContext, new StateBatch.Part(StateWriteKind.Set, scope, name, value, expectedVersion, timeToLive), cancellationToken);

    public ValueTask<StateCommit> DeleteAsync(UserExecutionContext userContext, StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        CommitAsync(userContext, new StateBatch.Part(StateWriteKind.Delete, scope, name, default, expectedVersion), cancellationToken);

    public ValueTask<StateCommit> IncrementAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue amount, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        CommitAsync(userContext, new StateBatch.Part(StateWriteKind.Increment, scope, name, amount, TimeToLive: timeToLive), cancellationToken);

    public ValueTask<StateCommit> AppendAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue item, int? keepLast = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        CommitAsync(userContext, new StateBatch.Part(StateWriteKind.Append, scope, name, item, TimeToLive: timeToLive, KeepLast: keepLast), cancellationToken);

    public ValueTask<StateCommit> CommitAsync(UserExecutionContext userContext, StateBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return StateFaults.ThrownAsync(store.CommitAsync(writes.Of(userContext, batch), claims.ClaimOf(userContext), cancellationToken));
    }

    public ValueTask<StatePage> ListAsync(
        UserExecutionContext userContext, StateScope scope, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellationToken = default) =>
        store.ListAsync(StateWrites.Prefix(userContext, scope, prefix), after, limit, cancellationToken);

    public ThreadHistory History(UserExecutionContext userContext)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return new ThreadHistory(new ManagedHistory(this, userContext, claims, writes.Clock), writes.HistoryTurns);
    }

    private ValueTask<StateCommit> CommitAsync(UserExecutionContext userContext, in StateBatch.Part part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return StateFaults.ThrownAsync(store.CommitAsync(writes.Of(userContext, part), claims.ClaimOf(userContext), cancellationToken));
    }
}
