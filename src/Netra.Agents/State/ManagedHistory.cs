namespace Netra.Agents.State;

/// <summary>A history as the host sees it, or code that has a context in its hands.</summary>
internal sealed class ManagedHistory(StateManager state, UserExecutionContext userContext, IClaimLookup claims, TimeProvider clock) : HistoryAccess
{
    internal override RunId RunId => userContext.RunId;

    internal override ExecutionId? ExecutionId => claims.ClaimOf(userContext)?.ExecutionId;

    internal override TimeProvider Clock => clock;

    internal override ValueTask<StateEntry?> GetAsync(string name, CancellationToken cancellationToken) =>
        state.GetAsync(userContext, StateScope.Thread, name, cancellationToken);

    internal override ValueTask<StatePage> ListAsync(string prefix, string after, int limit, CancellationToken cancellationToken) =>
        state.ListAsync(userContext, StateScope.Thread, prefix, after, limit, cancellationToken);

    internal override ValueTask<StateCommit> CommitAsync(StateBatch batch, CancellationToken cancellationToken) =>
        state.CommitAsync(userContext, batch, cancellationToken);

    internal override bool IsLive(RunId runId, ExecutionId executionId) => claims.IsLive(userContext.Owner, runId, executionId);
}
