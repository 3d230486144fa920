using Netra.Agents.Contexts;
using Netra.Agents.State;

namespace Netra.Agents;

/// <summary>The turns of one conversation, in order: added, begun and completed, read from the end. Bounded.</summary>
/// <remarks>
/// Safe for concurrent use, across processes too: turns that are added at once all get a place. Kept in the scope of the thread, under names that are the
/// library's. A turn that was completed is never changed again.
/// </remarks>
public sealed class ThreadHistory
{
    // A batch has its limits: what is over is left for the next.
    private const int TrimmedAtOnce = 64;
    private const int GivenUpAtOnce = 64;

    private readonly HistoryAccess _access;
    private readonly int _keepLast;

    internal ThreadHistory(HistoryAccess access, int keepLast) => (_access, _keepLast) = (access, keepLast);

    /// <summary>The same history, of which what is added leaves the last turns only.</summary>
    /// <param name="turns">How many: at least 1. <see cref="NetraAgentsOptions.HistoryTurnsPerThread"/> by default.</param>
    public ThreadHistory KeepLast(int turns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 1);
        return new ThreadHistory(_access, turns);
    }

    /// <summary>Adds a whole turn.</summary>
    /// <param name="role">Who speaks: 1 to 256 characters.</param>
    /// <param name="content">What is said.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="ExecutionFencedException">The execution, or the run of the context, has ended.</exception>
    /// <exception cref="StateException">There is no room.</exception>
    public async ValueTask<HistoryTurn> AddAsync(string role, ContextValue content, CancellationToken cancellationToken = default)
    {
        var (turn, _) = await AppendAsync(role, content, HistoryTurnStatus.Completed, null, cancellationToken);
        return turn.Shown(_access);
    }

    /// <summary>Begins a turn that this execution completes. If it doesn't come to that, the turn stays with what was saved, and reads as interrupted.</summary>
    /// <param name="role">Who speaks: 1 to 256 characters.</param>
    /// <param name="content">What is said so far; null for nothing yet.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="InvalidOperationException">The context is a host's own: only an execution has an end that can be seen. Use <see cref="AddAsync"/>.</exception>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="StateException">There is no room.</exception>
    public async ValueTask<OpenTurn> BeginAsync(string role, ContextValue content = default, CancellationToken cancellationToken = default)
    {
        var executionId = _access.ExecutionId ?? throw new InvalidOperationException("A turn is begun by an execution, whose end can be seen; this context has begun no run. Add a whole turn (AddAsync).");
        var (turn, version) = await AppendAsync(role, content, HistoryTurnStatus.Open, executionId, cancellationToken);
        return new OpenTurn(_access, turn, version);
    }

    /// <summary>The last turns, oldest first.</summary>
    /// <param name="count">How many at most: 1 to <see cref="StatePage.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<HistoryTurn>> ReadLastAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, StatePage.MaxLimit);
        var head = HistoryHead.Read(await _access.GetAsync(HistoryHead.Name, cancellationToken));
        if (head.Last == 0)
        {
            return [];
        }

        var page = await _access.ListAsync(StoredTurn.Prefix, StoredTurn.NameOf(Math.Max(head.First - 1, head.Last - count)), count, cancellationToken);
        return [.. page.Items.Select(item => StoredTurn.Read(item).Shown(_access))];
    }

    private async ValueTask<(StoredTurn Turn, long Version)> AppendAsync(string role, ContextValue content, HistoryTurnStatus status, ExecutionId? executionId, CancellationToken cancellationToken)
    {
        IdText.Check(role, nameof(role));
        var at = _access.Clock.GetUtcNow();
        for (var atLeast = 1L; ;)
        {
            var entry = await _access.GetAsync(HistoryHead.Name, cancellationToken);
            var head = HistoryHead.Read(entry);
            var turn = new StoredTurn(Math.Max(head.Last + 1, atLeast), role, content, status, _access.RunId, executionId, at);

            // The turn itself comes first, so that the commit's first version is its own.
            var batch = new StateBatch().Add(new(StateWriteKind.Set, StateScope.Thread, turn.Name, turn.Write(), 0, IsLibrarys: true));
            var open = await GiveUpLeftAsync(head, batch, cancellationToken);
            if (status == HistoryTurnStatus.Open)
            {
                open.Add(turn.Sequence);
            }

            var first = Trim(head.First, turn.Sequence, batch);
            var next = new HistoryHead(first, turn.Sequence, [.. open.Where(sequence => sequence >= first)]);
            batch.Add(new(StateWriteKind.Set, StateScope.Thread, HistoryHead.Name, next.Write(), entry?.Version ?? 0, IsLibrarys: true));

            var commit = await _access.CommitAsync(batch, cancellationToken);
            if (!commit.IsConflict)
            {
                return (turn, commit.EnsureSuccess()[0].Version);
            }

            // Somebody else added a turn, or completed one: look again. A place that is taken although the head doesn't know of it is never written over.
            atLeast = commit.Conflict?.Index == 0 ? turn.Sequence + 1 : atLeast;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Marks the turns that nobody is at work on any more, so that a late writer of theirs meets a conflict; gives those that are still open.</summary>
    private async ValueTask<List<long>> GiveUpLeftAsync(HistoryHead head, StateBatch batch, CancellationToken cancellationToken)
    {
        var open = new List<long>();
        var size = 0L;
        foreach (var sequence in head.Open)
        {
            if (await _access.GetAsync(StoredTurn.NameOf(sequence), cancellationToken) is not { } entry)
            {
                continue;
            }

            var turn = StoredTurn.Read(sequence, entry.Value);
            size += entry.Value.Size;
            if (turn.IsLeft(_access) && batch.Count < GivenUpAtOnce && size < ContextValue.MaxSize / 2)
            {
                var left = turn with { Status = HistoryTurnStatus.Interrupted };
                batch.Add(new(StateWriteKind.Set, StateScope.Thread, left.Name, left.Write(), entry.Version, IsLibrarys: true));
            }
            else if (turn.Status == HistoryTurnStatus.Open)
            {
                open.Add(sequence);
            }
        }

        return open;
    }

    private long Trim(long first, long last, StateBatch batch)
    {
        for (var trimmed = 0; first <= last - _keepLast && trimmed < TrimmedAtOnce; trimmed++)
        {
            batch.Add(new(StateWriteKind.Delete, StateScope.Thread, StoredTurn.NameOf(first++), default, IsLibrarys: true));
        }

        return first;
    }
}
