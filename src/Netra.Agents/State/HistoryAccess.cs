namespace Netra.Agents.State;

/// <summary>What a history needs of whoever it is bound to: one thread of one owner, and one right to write.</summary>
internal abstract class HistoryAccess
{
    internal abstract RunId RunId { get; }

    /// <summary>Who begins turns; null for the host, which can only add whole ones.</summary>
    internal abstract ExecutionId? ExecutionId { get; }

    internal abstract TimeProvider Clock { get; }

    internal abstract ValueTask<StateEntry?> GetAsync(string name, CancellationToken cancellationToken);

    internal abstract ValueTask<StatePage> ListAsync(string prefix, string after, int limit, CancellationToken cancellationToken);

    internal abstract ValueTask<StateCommit> CommitAsync(StateBatch batch, CancellationToken cancellationToken);

    internal abstract bool IsLive(RunId runId, ExecutionId executionId);
}
