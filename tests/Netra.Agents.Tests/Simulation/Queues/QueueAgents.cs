namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>What the agents of a world do, and what must be true when they do it.</summary>
internal sealed class QueueAgents(QueueWorld world)
{
    internal async ValueTask<AgentOutput> WorkAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        Check(execution);
        for (var rounds = world.Random.Next(4); rounds > 0; rounds--)
        {
            if (world.Random.Chance(60))
            {
                var reservation = await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = 1 + world.Random.Next(40), Money = world.Random.Next(3) / 10m }, cancellationToken);
                await world.PauseAsync(cancellationToken);
                if (reservation.IsGranted && world.Random.Chance(80))
                    await reservation.SettleAsync(reservation.Amount with { ModelTokens = reservation.Amount.ModelTokens / 2 });
            }

            await world.PauseAsync(cancellationToken);
            Check(execution);
        }

        return AgentOutput.FromText("done");
    }

    internal async ValueTask<AgentOutput> CallAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        Check(execution);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => execution.CallAgentAsync("works", "", cancellationToken).AsTask()));
        return AgentOutput.FromText("called");
    }

    internal async ValueTask<AgentOutput> AskAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        Check(execution);
        var run = world.RunOf(execution.Context.RunId);
        for (var calls = 1 + world.Random.Next(2); calls > 0; calls--)
        {
            run.IsAway = true;
            await execution.Tools.DispatchAsync("buy", default(ContextValue), cancellationToken);
            run.IsAway = false;
            Check(execution);
            await world.PauseAsync(cancellationToken);
        }

        return AgentOutput.FromText("asked");
    }

    private void Check(AgentExecution execution)
    {
        if (execution.Claim.IsHeld)
            Check(execution.Context);
    }

    /// <summary>An execution that has the right to act is at work just now.</summary>
    private void Check(UserExecutionContext context)
    {
        world.Checks++;
        var run = world.RunOf(context.RunId);
        var live = world.Host.Runs.List(RunsOf.Everybody, new RunFilter { Phase = RunPhase.Live }, 1_000).Select(info => (Info: info, Run: world.RunOf(info.RunId))).ToList();
        if (run.TakesTurn)
            foreach (var (info, other) in live)
                if (other != run && other.TakesTurn && other.Owner == run.Owner && other.Thread == run.Thread)
                    world.Problems.Add($"two turns at once: run {run.Index}, and run {other.Index} ({info.Status})");

        // Those that are ending, and those that wait for a person, have none.
        var running = live.Where(one => !one.Run.IsAway).ToList();
        if (running.Count > world.Template.MaxRuns || world.Host.Directory.Slots.Running > world.Template.MaxRuns)
            world.Problems.Add($"{running.Count} runs at once: {string.Join(", ", running.Select(one => one.Run.Index))}");
        if (running.Count(one => one.Run.Owner == run.Owner) > world.Template.MaxRunsPerOwner)
            world.Problems.Add($"more runs of {run.Owner.UserId.Value} at once than may be");
        if (world.Host.Directory.Places.Taken > world.Template.MaxWaiting || world.Host.Directory.LineOf(run.Owner)!.Places > world.Template.MaxWaitingPerOwner)
            world.Problems.Add("more runs wait than may");
    }
}
