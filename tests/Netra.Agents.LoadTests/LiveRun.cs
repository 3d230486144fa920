namespace Netra.Agents.LoadTests;

/// <summary>A run that is under way: what its agent notes beside it, for its reader to measure by. Notes and reads are ordered by the run's own log.</summary>
internal sealed class LiveRun(int index, RunPlan plan)
{
    private TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Index { get; } = index;

    internal RunPlan Plan { get; } = plan;

    // A thread of its own: the host may let one thread have one run at a time.
    internal UserExecutionContext Context { get; } = UserExecutionContext.FromRequest(plan.Owner, ThreadId.New(), Grants.Of(LoadTools.Permission));

    /// <summary>When each token was about to be emitted.</summary>
    internal long[] Emitted { get; } = new long[plan.Tokens];

    /// <summary>Ends when the agent has its answer about the call that hangs now.</summary>
    internal Task GaveUp => Volatile.Read(ref _gaveUp).Task;

    /// <summary>When the agent's code was about to return.</summary>
    internal long Returned { get; set; }

    internal void GiveUp() => Interlocked.Exchange(ref _gaveUp, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
