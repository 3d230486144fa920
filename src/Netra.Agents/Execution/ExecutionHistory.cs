using Netra.Agents.State;

namespace Netra.Agents.Execution;

/// <summary>A history bound to one execution, under its claim.</summary>
internal sealed class ExecutionHistory(RunningExecution execution) : HistoryAccess
{
    internal override RunId RunId => execution.Context.RunId;

    internal override ExecutionId? ExecutionId => execution.ExecutionId;

    internal override TimeProvider Clock => execution.TimeProvider;

    internal override ValueTask<StateEntry?> GetAsync(string name, CancellationToken cancellationToken) =>
        execution.GetStateAsync(StateScope.Thread, name, cancellationToken);

    internal override ValueTask<StatePage> ListAsync(string prefix, string after, int limit, CancellationToken cancellationToken) =>
        execution.ListStateAsync(StateScope.Thread, prefix, after, limit, cancellationToken);

    internal override ValueTask<StateCommit> CommitAsync(StateBatch batch, CancellationToken cancellationToken) =>
        execution.CommitStateAsync(batch, cancellationToken);

    internal override bool IsLive(RunId runId, ExecutionId executionId) =>
        execution.Run.Engine.Directory.IsLive(execution.Context.Owner, runId, executionId);
}
