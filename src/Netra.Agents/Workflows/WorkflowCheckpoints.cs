namespace Netra.Agents.Workflows;

/// <summary>What one run has done, in the store: an entry for each finished step, each under the claim of its attempt.</summary>
/// <remarks>
/// The names tell the kind: <c>head</c>; <c>c/</c> and <c>d/</c> with a step's place for its output, the second once an output was degraded;
/// <c>f/</c> for its failure; <c>i/</c> for a call that may be made once and was about to be; <c>p/</c> for a part of a step;
/// <c>w/</c> with a wait's id, and <c>a/</c> for its answer. A workflow that an agent calls has none: its caller can't be resumed.
/// </remarks>
internal sealed partial class WorkflowCheckpoints(IStateStore store, AgentExecution execution, bool enabled)
{
    internal const string HeadName = "head";

    private readonly string _runId = enabled ? execution.Context.Run.RunIdText : "";
    private SortedDictionary<string, ContextValue>? _loaded;
    private long _headVersion;

    internal bool Enabled => enabled;

    internal static StateKey KeyOf(Owner owner, RunId runId, string name) => new(owner, StateScope.Workflow, runId.ToString(), name);

    /// <summary>Writes the head: of a new run where there is none, of a resumed one in the place of the one that was read. From then on earlier attempts can't write.</summary>
    /// <returns>False when another was faster.</returns>
    /// <exception cref="ExecutionFencedException">Another was faster.</exception>
    internal async ValueTask<bool> BeginAsync(CheckpointHead head, long expectedVersion)
    {
        if (!enabled)
        {
            return true;
        }

        var commit = await CommitAsync(StateWrite.Set(Key(HeadName), head.ToValue(), expectedVersion));
        _headVersion = commit.Succeeded ? commit.Version : 0;
        return commit.Succeeded;
    }

    /// <summary>The version of the head that the attempt has.</summary>
    internal long HeadVersion => _headVersion;

    /// <summary>Goes on under a head that was written for this attempt.</summary>
    internal void GoOn(long headVersion) => _headVersion = headVersion;

    /// <summary>Reads what earlier attempts have done.</summary>
    /// <exception cref="ExecutionFencedException">The run was cancelled or taken over meanwhile: what was read may be too little.</exception>
    internal async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _loaded = new SortedDictionary<string, ContextValue>(StringComparer.Ordinal);
        var headVersion = 0L;
        var pages = 0;
        StatePage page;
        string? after = null;
        do
        {
            page = await ReadAsync(() => store.ListAsync(Key("", isPrefix: true), after, 500, cancellationToken));
            pages++;
            foreach (var item in page.Items)
            {
                _loaded[item.Name] = item.Entry.Value;
                headVersion = item.Name == HeadName ? item.Entry.Version : headVersion;
                after = item.Name;
            }
        }
        while (page.HasMore);

        if (pages > 1)
        {
            headVersion = (await ReadAsync(() => store.GetAsync(Key(HeadName), cancellationToken)))?.Version ?? 0;
        }

        if (headVersion != _headVersion)
        {
            throw ExecutionFencedException.For(execution.Claim);
        }
    }

    /// <summary>How a step ended in an earlier attempt.</summary>
    internal bool TryGet(string path, out StepOutcome outcome, out bool degraded)
    {
        outcome = default;
        degraded = false;
        if (_loaded is null)
        {
            return false;
        }

        if (_loaded.TryGetValue($"c/{path}", out var output) || (degraded = _loaded.TryGetValue($"d/{path}", out output)))
        {
            outcome = StepOutcome.Completed(output);
            return true;
        }

        if (_loaded.TryGetValue($"f/{path}", out var failure))
        {
            outcome = StepOutcome.Failed(failure[0].AsString(), failure[1].AsString());
            return true;
        }

        return false;
    }

    /// <summary>True when something under a place was done in an earlier attempt.</summary>
    internal bool HasAny(string prefix) =>
        _loaded is not null && _loaded.Keys.Any(name => name.Length > 2 && name.AsSpan(2).StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The places of all that was done.</summary>
    internal IEnumerable<string> Places() =>
        (_loaded ?? []).Where(entry => entry.Key is not HeadName && entry.Key[0] != 'a').Select(entry => entry.Key[0] == 'w' ? entry.Value[0].AsString() : entry.Key[2..]);

    internal ValueTask SaveAsync(StepNode step, string path, in StepOutcome outcome, bool degraded)
    {
        if (!enabled)
        {
            return default;
        }

        var name = degraded ? $"d/{path}" : ReferenceEquals(path, step.Name) ? step.CompletedName : $"c/{path}";
        return outcome.Error is { } error
            ? SaveAsync($"f/{path}", ContextValue.List(error.Code, error.Message))
            : SaveAsync(name, outcome.Output);
    }

    internal bool HasIntent(string path) => _loaded?.ContainsKey($"i/{path}") is true;

    internal ValueTask IntendAsync(string path) => SaveAsync($"i/{path}", true);

    internal bool TryGetPart(string path, out ContextValue part)
    {
        part = default;
        return _loaded?.TryGetValue($"p/{path}", out part) is true;
    }

    internal ValueTask SavePartAsync(string path, ContextValue part) => SaveAsync($"p/{path}", part);

    /// <summary>The run has come to its end: nothing is left to resume.</summary>
    internal async ValueTask EndAsync()
    {
        if (enabled)
        {
            await CommitAsync(StateWrite.DeleteScope(Key(HeadName)));
        }
    }

    /// <summary>The same for a run that was stopped, without its claim; nothing when another attempt has taken over.</summary>
    internal async ValueTask DropAsync()
    {
        if (enabled && _headVersion != 0)
        {
            await store.CommitAsync([StateWrite.Expect(Key(HeadName), _headVersion), StateWrite.DeleteScope(Key(HeadName))], null, CancellationToken.None);
        }
    }

    private async ValueTask SaveAsync(string name, ContextValue value)
    {
        if (enabled && !(await CommitAsync(StateWrite.Set(Key(name), value))).Succeeded)
        {
            throw new CheckpointException("The store had no room for a checkpoint, or refused it.");
        }
    }

    private async ValueTask<StateCommit> CommitAsync(StateWrite write)
    {
        try
        {
            return await store.CommitAsync(write, execution.Claim, CancellationToken.None);
        }
        catch (Exception e) when (e is not ExecutionFencedException)
        {
            throw new CheckpointException($"The store failed ({e.GetType().Name}).", e);
        }
    }

    private async ValueTask<StateCommit> CommitAsync(StateWrite[] writes)
    {
        try
        {
            return await store.CommitAsync(writes, execution.Claim, CancellationToken.None);
        }
        catch (Exception e) when (e is not ExecutionFencedException)
        {
            throw new CheckpointException($"The store failed ({e.GetType().Name}).", e);
        }
    }

    private static async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new CheckpointException($"The store failed ({e.GetType().Name}).", e);
        }
    }

    private StateKey Key(string name, bool isPrefix = false) => new(execution.Context.Owner, StateScope.Workflow, _runId, isPrefix ? "" : name);
}
