using Netra.Agents.State;

namespace Netra.Agents;

/// <summary>A turn that an execution is at work on. What was saved last stays when the execution is stopped, dies or its process does; the turn then reads as interrupted.</summary>
/// <remarks>Only its own execution can change it, and only while that has the right to act. Not safe for concurrent use.</remarks>
public sealed class OpenTurn
{
    private readonly HistoryAccess _access;
    private StoredTurn _turn;
    private long _version;

    internal OpenTurn(HistoryAccess access, StoredTurn turn, long version) => (_access, _turn, _version) = (access, turn, version);

    /// <summary>Its place in the thread.</summary>
    public long Sequence => _turn.Sequence;

    /// <summary>Keeps what is said so far, in place of what was kept before. Call it as often as a loss would hurt.</summary>
    /// <returns>Done; or a conflict when the turn was given up meanwhile (by a process that took this one for dead) or fell out of the history.</returns>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="InvalidOperationException">The turn was completed.</exception>
    public ValueTask<StateCommit> SaveAsync(ContextValue content, CancellationToken cancellationToken = default) =>
        WriteAsync(content, HistoryTurnStatus.Open, cancellationToken);

    /// <summary>Ends the turn with all that was said.</summary>
    /// <inheritdoc cref="SaveAsync"/>
    public ValueTask<StateCommit> CompleteAsync(ContextValue content, CancellationToken cancellationToken = default) =>
        WriteAsync(content, HistoryTurnStatus.Completed, cancellationToken);

    private async ValueTask<StateCommit> WriteAsync(ContextValue content, HistoryTurnStatus status, CancellationToken cancellationToken)
    {
        if (_turn.Status != HistoryTurnStatus.Open)
        {
            throw new InvalidOperationException($"Turn {Sequence} was completed; it can't be changed. Begin another.");
        }

        var turn = _turn with { Content = content, Status = status };
        var commit = await _access.CommitAsync(
            new StateBatch().Add(new(StateWriteKind.Set, StateScope.Thread, turn.Name, turn.Write(), _version, IsLibrarys: true)), cancellationToken);
        if (commit.Succeeded)
        {
            (_turn, _version) = (turn, commit.Version);
        }

        return commit;
    }
}
