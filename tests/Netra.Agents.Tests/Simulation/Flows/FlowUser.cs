using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>The owner of a run: begins it, answers what it asks, takes it on when a process was lost, cancels it, reads it.</summary>
internal sealed class FlowUser(FlowWorld world, FlowRun run)
{
    private int _answers;

    internal async Task RunAsync()
    {
        await world.DelayAsync(100);
        var process = world.AnyProcess();
        run.IsBegun = true;
        var result = await TryAsync(() => process.AskAsync(async () =>
        {
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(world.Random.Chance(10) ? world.Random.Next(2_000) : 1_000_000), process.Clock);
            var request = new AgentRequest(ContextValue.Map(("s", run.Secret))) { Timeouts = world.Random.Chance(10) ? new AgentTimeouts { Run = TimeSpan.FromMilliseconds(500 + world.Random.Next(3_000)) } : null };
            return await process.Host.Workflows.ExecuteAsync(run.Workflow, world.ContextOf(run.Owner, run.RunId), request, giveUp.Token);
        }));
        for (var turn = 0; turn < 8 && !IsDone(result); turn++)
        {
            if (world.Random.Chance(30))
                await world.DelayAsync(world.Random.Chance(30) ? 5_000 : 500);
            process = world.Random.Chance(70) && process.TakesRequests ? process : world.AnyProcess();
            if (result is not { Status: ExecutionStatus.Suspended })
                result = await ResumeAsync(process);
            else if (world.Random.Chance(12))
                return;
            else
                result = await AnswerAsync(process, world.Random.Pick([.. result.Waits]).WaitId);
        }
    }

    internal async Task CancelAsync()
    {
        await world.DelayAsync(world.Random.Chance(50) ? 300 : 2_500);
        var process = world.AnyProcess();
        try
        {
            await process.AskAsync(async () =>
            {
                if (await process.Host.Workflows.CancelAsync(world.ContextOf(run.Owner), run.RunId))
                    Cancelled(process);
                return true;
            });
        }
        catch (IOException)
        {
            // The store is away: nobody was told that the run is cancelled.
        }
    }

    /// <summary>An answer from elsewhere, maybe while the run is under way, maybe a second one.</summary>
    internal async Task AnswerInBetweenAsync()
    {
        for (var tries = 0; tries < 4 && run.Waits.Count == 0; tries++)
            await world.DelayAsync(400);
        if (run.Waits.Count > 0)
            await AnswerAsync(world.AnyProcess(), WaitId.Parse(world.Random.Pick([.. run.Waits.Keys])));
    }

    internal async Task ResumeInBetweenAsync()
    {
        await world.DelayAsync(2_000);
        await ResumeAsync(world.AnyProcess());
    }

    /// <summary>Reads the run where it is, attempt for attempt, each time after what it has seen.</summary>
    internal async Task ReadAsync()
    {
        var process = world.AnyProcess();
        var seen = new List<AgentEvent>();
        for (var visit = 0; visit < 6 && seen is not [.., AgentTerminalEvent { EndsRun: true } and not WorkflowSuspended]; visit++)
        {
            await world.DelayAsync(400);
            if (process.Lane.IsDropped)
                process = world.AnyProcess();
            try
            {
                await process.AskAsync(async () =>
                {
                    await foreach (var item in process.Host.Core.SubscribeAsync(world.ContextOf(run.Owner), run.RunId, seen.Count == 0 ? 0 : seen[^1].Sequence))
                        seen.Add(item);
                    return true;
                });
            }
            catch (Exception e) when (e is RunNotFoundException or ProcessLostException or ArgumentOutOfRangeException)
            {
                // Another process has it, or the last was lost.
                process = world.AnyProcess();
            }
        }

        FlowInvariants.CheckLog(world, run, seen, $"reader of run {run.Index}");
    }

    internal Task<AgentExecutionResult?> ResumeAsync(FlowProcess process) =>
        TryAsync(() => process.AskAsync(() => process.Host.Workflows.ResumeAsync(world.ContextOf(run.Owner), run.RunId).AsTask()));

    internal async Task<AgentExecutionResult?> AnswerAsync(FlowProcess process, WaitId waitId)
    {
        // Some have a token that is never cancelled: waiting with one goes other ways than waiting without.
        using var giveUp = new CancellationTokenSource();
        if (!world.Random.Chance(20))
            return await OnceAsync(process);

        // Twice at once, with other words, maybe to another process.
        var other = world.AnyProcess();
        var both = await Task.WhenAll(OnceAsync(process), OnceAsync(other));
        return both[0] is { Status: ExecutionStatus.Rejected } ? both[1] : both[0];

        Task<AgentExecutionResult?> OnceAsync(FlowProcess to) => TryAsync(() => to.AskAsync(() => to.Host.Workflows.ResumeAsync(
            world.ContextOf(run.Owner), run.RunId, waitId,
            ContextValue.Map(("s", run.Secret), ("n", ++_answers), ("say", world.Random.Pick(["yes", "yes", "yes", "no", "well"]))), giveUp.Token).AsTask()));
    }

    private async Task<AgentExecutionResult?> TryAsync(Func<Task<AgentExecutionResult>> ask)
    {
        try
        {
            var result = await ask();
            run.Results.Add(result);
            world.Note($"run {run.Index} gave {result} {(result.Error?.Code == AgentErrorCodes.AgentFailed ? result.Exception : null)}");
            if (Math.Max(Secrets.Foreign(result.Output?.Value ?? default, run.Owner), Secrets.Foreign(result.Error?.Message, run.Owner)) >= 0)
                world.Problems.Add($"the result of run {run.Index} holds the secret of another");
            return result;
        }
        catch (Exception e) when (e is ProcessLostException or IOException)
        {
            world.Note($"run {run.Index}: {e.GetType().Name}");
            return null;
        }
    }

    private void Cancelled(FlowProcess process)
    {
        world.Note($"run {run.Index} was cancelled");
        run.CancelledBy = process;
        run.AttemptsBeforeCancel.UnionWith(run.Attempts);
    }

    private static bool IsDone(AgentExecutionResult? result) => result is not null && !FlowInvariants.CanGoOn(result.Status, result.Error) && result.Error?.Code != AgentErrorCodes.RunInProgress
        && result.Error?.Code != AgentErrorCodes.AlreadyAnswered && result.Error?.Code != AgentErrorCodes.WaitExpired;
}
