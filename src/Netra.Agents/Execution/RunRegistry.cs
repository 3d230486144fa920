using Netra.Agents.Diagnostics;
using Netra.Agents.Fencing;

namespace Netra.Agents.Execution;

internal sealed class RunRegistry(RunDirectory directory, AgentExecutionCore core, AgentDiagnostics diagnostics, TimeProvider clock) : IRunRegistry, IRunOperator
{
    private const int MaxLimit = 10_000;
    private static readonly RunFilter All = new();

    public bool IsOpen => !core.IsClosed;

    public IReadOnlyList<RunInfo> List(UserExecutionContext userContext, RunFilter? filter = null, int limit = 100)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return List(directory.RunsOf(userContext.Owner), filter, limit);
    }

    public IReadOnlyList<RunInfo> List(RunsOf whose, RunFilter? filter = null, int limit = 100)
    {
        ArgumentNullException.ThrowIfNull(whose);
        return List(RunsOf(whose), filter, limit);
    }

    public string PseudonymOf(Owner owner)
    {
        owner.Check(nameof(owner));
        return diagnostics.PseudonymOf(owner);
    }

    public async ValueTask<RunBudgetStatus?> GetBudgetAsync(Owner owner, RunId runId, CancellationToken cancellationToken = default)
    {
        owner.Check(nameof(owner));
        return directory.Find(owner, runId)?.Budget is { } budget ? await budget.StatusAsync(cancellationToken) : null;
    }

    public int Cancel(UserExecutionContext userContext, RunFilter filter)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        ArgumentNullException.ThrowIfNull(filter);
        return Cancel(directory.RunsOf(userContext.Owner), filter, AgentErrorCodes.RunCancelled, "The run was cancelled.");
    }

    public int Cancel(RunsOf whose, RunFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(whose);
        return Cancel(RunsOf(whose), filter ?? All, AgentErrorCodes.RunCancelled, "The run was cancelled by the host.");
    }

    public void Close() => core.Close();

    public void Open() => core.Open();

    public int Halt()
    {
        core.Close();
        return Cancel(Netra.Agents.RunsOf.Everybody);
    }

    public async Task<DrainReport> DrainAsync(TimeSpan grace, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grace, TimeSpan.FromDays(24));
        var began = clock.GetTimestamp();
        core.Close();
        var live = Live();
        if (live.Count > 0 && grace > TimeSpan.Zero)
        {
            await EndAsync(live, grace, cancellationToken);
        }

        var left = new List<RunInfo>();
        foreach (var run in RunOrder.ForStopping(Live()).ToList())
        {
            if (Stop(run, AgentErrorCodes.ShuttingDown, "The host is shutting down.") && InfoOf(run) is { } info)
            {
                left.Add(info);
            }
        }

        return new DrainReport(live.Count - live.Count(run => left.Exists(info => info.RunId == run.Identity.RunId && info.Owner == run.Identity.Owner)), left, clock.GetElapsedTime(began));
    }

    /// <summary>Comes back when all have ended, the time is over, or the caller has had enough.</summary>
    private async Task EndAsync(List<AgentRun> live, TimeSpan grace, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ITimer timer;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            timer = clock.CreateTimer(static over => ((TaskCompletionSource)over!).TrySetResult(), over, grace, Timeout.InfiniteTimeSpan);
        }

        using (timer)
        using (cancellationToken.UnsafeRegister(static over => ((TaskCompletionSource)over!).TrySetResult(), over))
        {
            BackgroundCancellation.Forget(AllEndedAsync(live, over));
            await over.Task;
        }
    }

    private static async Task AllEndedAsync(List<AgentRun> live, TaskCompletionSource over)
    {
        foreach (var run in live)
        {
            await run.WaitAsync();
        }

        over.TrySetResult();
    }

    private List<AgentRun> Live()
    {
        var live = new List<AgentRun>();
        directory.CopyLive(live);

        // In the order of the runs, not of a hash table: that one is another in each process, and a schedule could not be run again.
        live.Sort(static (one, other) => RunOrder.Instance.Compare(one.Identity, other.Identity));
        return live;
    }

    private List<AgentRun> RunsOf(RunsOf whose) => whose.One is { } owner ? directory.RunsOf(owner) : directory.RunsOf(whose);

    private static List<RunInfo> List(List<AgentRun> runs, RunFilter? filter, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        var wanted = filter ?? All;
        return
        [
            .. runs.Select(InfoOf).OfType<RunInfo>().Where(wanted.Fits)
                .OrderByDescending(static run => run.RequestedAt).ThenByDescending(static run => run.RunId.Value).Take(limit),
        ];
    }

    private static int Cancel(List<AgentRun> runs, RunFilter filter, string code, string message)
    {
        var meant = runs.Where(run => InfoOf(run) is { EndedAt: null } info && filter.Fits(info)).ToList();
        return RunOrder.ForStopping(meant).ToList().Count(run => Stop(run, code, message));
    }

    private static bool Stop(AgentRun run, string code, string message)
    {
        RunningExecution? root;
        lock (run.Identity)
        {
            // A run that is just being begun shows its root when the lock is free.
            root = run.Root;
        }

        return root?.Stop(ExecutionStatus.Cancelled, code, message) is true;
    }

    /// <summary>Null for a run that is just being begun by somebody who has not finished doing so.</summary>
    private static RunInfo? InfoOf(AgentRun run)
    {
        lock (run.Identity)
        {
            var requested = new DateTimeOffset(run.Log.Clock.StartUtcTicks, TimeSpan.Zero);
            if (run.Root is { } root)
            {
                return new RunInfo(run.Identity.Owner, run.Identity.RunId, run.Identity.ThreadId, root.AgentName, root.Status, requested)
                {
                    BeganAt = root.Status == ExecutionStatus.Pending ? null : new DateTimeOffset(root.StartedUtcTicks, TimeSpan.Zero),
                    EndedAt = ExecutionTransitions.IsTerminal(root.Status) ? new DateTimeOffset(root.StartedUtcTicks + root.Result!.Duration.Ticks, TimeSpan.Zero) : null,
                    ErrorCode = root.Result?.Error?.Code,
                };
            }

            return run.Result is not { } result ? null
                : new RunInfo(run.Identity.Owner, run.Identity.RunId, run.Identity.ThreadId, result.AgentName, result.Status, requested)
                {
                    BeganAt = result.Status == ExecutionStatus.Rejected ? null : new DateTimeOffset(run.EndedUtcTicks - result.Duration.Ticks, TimeSpan.Zero),
                    EndedAt = new DateTimeOffset(run.EndedUtcTicks, TimeSpan.Zero),
                    ErrorCode = result.Error?.Code,
                };
        }
    }
}
