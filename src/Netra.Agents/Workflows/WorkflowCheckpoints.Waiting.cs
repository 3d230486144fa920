namespace Netra.Agents.Workflows;

/// <content>The waits of the run and their answers.</content>
internal sealed partial class WorkflowCheckpoints
{
    /// <summary>The wait that an earlier attempt began at this place, and its answer if there is one.</summary>
    internal bool TryGetWait(string path, out WorkflowWait wait, out ContextValue? answer)
    {
        foreach (var (name, value) in _loaded ?? [])
        {
            if (name.StartsWith("w/", StringComparison.Ordinal) && value[0].AsString() == path)
            {
                wait = WaitRecord.Read(WaitId.Parse(name[2..]), value);
                answer = _loaded!.TryGetValue($"a/{name[2..]}", out var given) ? given : default(ContextValue?);
                return true;
            }
        }

        (wait, answer) = (null!, null);
        return false;
    }

    /// <summary>Ends a wait's time in one step with a last look for its answer: from then on none is taken.</summary>
    /// <returns>The answer that came before; null when there is none.</returns>
    internal async ValueTask<ContextValue?> ExpireAsync(WorkflowWait wait, CancellationToken cancellationToken)
    {
        // The same wait again: its new version keeps out an answer that is under way.
        StateWrite[] writes = [StateWrite.Expect(Key($"a/{wait.WaitId}"), 0), StateWrite.Set(Key($"w/{wait.WaitId}"), WaitRecord.Write(wait))];
        var commit = await CommitAsync(writes);
        if (commit.Succeeded)
        {
            return null;
        }

        if (!commit.IsConflict)
        {
            throw new CheckpointException("The store had no room for a checkpoint, or refused it.");
        }

        var answers = await AnswersAsync([wait], cancellationToken);
        return answers.Count == 0 ? default(ContextValue?) : answers[0].Value;
    }

    internal ValueTask SaveWaitAsync(WorkflowWait wait) => SaveAsync($"w/{wait.WaitId}", WaitRecord.Write(wait));

    /// <summary>Marks the run as suspended, unless one of the waits has been answered.</summary>
    /// <exception cref="ExecutionFencedException">The run was cancelled or taken over meanwhile.</exception>
    internal async ValueTask<bool> SuspendAsync(CheckpointHead head, IReadOnlyList<WorkflowWait> waits)
    {
        StateWrite[] writes =
        [
            .. waits.Select(wait => StateWrite.Expect(Key($"a/{wait.WaitId}"), 0)),
            StateWrite.Set(Key(HeadName), (head with { IsSuspended = true }).ToValue(), _headVersion),
        ];
        var commit = await CommitAsync(writes);
        if (commit.Succeeded)
        {
            _headVersion = commit.Version;
            return true;
        }

        if (commit.Conflict is not { } conflict)
        {
            throw new CheckpointException("The store had no room for a checkpoint, or refused it.");
        }

        return conflict.Index < waits.Count ? false : throw ExecutionFencedException.For(execution.Claim);
    }

    internal async ValueTask<IReadOnlyList<(WaitId WaitId, ContextValue Value)>> AnswersAsync(IReadOnlyList<WorkflowWait> waits, CancellationToken cancellationToken)
    {
        var answers = new List<(WaitId, ContextValue)>();
        foreach (var wait in waits)
        {
            if (await ReadAsync(() => store.GetAsync(Key($"a/{wait.WaitId}"), cancellationToken)) is { } entry)
            {
                answers.Add((wait.WaitId, entry.Value));
            }
        }

        return answers;
    }
}
