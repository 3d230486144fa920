using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>A host that begins a run for its user, waits for it, cancels it, or asks for it twice.</summary>
internal sealed class Starter(World world, RunStart run)
{
    internal async Task ExecuteAsync()
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(world.Random.Chance(25) ? world.Random.Next(1_500) : 1_000_000), world.Clock);
        var context = run.NewContext(world, forThisRun: true);
        var executing = world.Host.Core.ExecuteAsync(run.Agent, context, run.Request, giveUp.Token);

        // As a host does that waits for several things at once: the wait is a task, not an await.
        var result = world.Random.Chance(50) ? await executing.AsTask() : await executing;
        run.Record.Results.Add(result);
        world.Note($"run {run.Record.Index} of {run.Agent} gave {result}");
        await new Reader(world, run, $"late reader, run {run.Record.Index}", mayLeave: false).ReadAsync();

        if (result.ExecutionId is not null && world.Random.Chance(20))
            run.Record.Results.Add(await world.Host.Core.ExecuteAsync(run.Agent, context, run.Request, CancellationToken.None));
    }

    internal async Task StreamAsync()
    {
        var seen = new SeenRun($"streamer, run {run.Record.Index}", Observer.Reader, run.Record.Owner);
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(world.Random.Chance(25) ? world.Random.Next(1_000) : 1_000_000), world.Clock);
        try
        {
            await foreach (var item in world.Host.Core.StreamAsync(run.Agent, run.NewContext(world, forThisRun: true), run.Request, leave.Token))
            {
                if (item is AgentFailed { Error.Code: AgentErrorCodes.ShuttingDown or AgentErrorCodes.RunInProgress, Sequence: 1 })
                    return;
                world.See(seen, item);
            }

            seen.IsComplete = true;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // It left; the run goes on.
        }

        run.Record.Seen.Add(seen);
        if (!seen.IsComplete)
            await new Reader(world, run, $"late reader, run {run.Record.Index}", mayLeave: false).ReadAsync();
    }

    /// <summary>Begins the same run once more, as a client does that got no answer: there must still be only one.</summary>
    internal async Task RepeatAsync()
    {
        await world.PauseAsync(CancellationToken.None);
        run.Record.Results.Add(await world.Host.Core.ExecuteAsync(run.Agent, run.NewContext(world, forThisRun: true), run.Request, CancellationToken.None));
        world.Note($"run {run.Record.Index} was asked for again: {run.Record.Results[^1]}");
        await new Reader(world, run, $"second reader, run {run.Record.Index}", mayLeave: false).ReadAsync();
    }

    internal async Task CancelAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1_500)), world.Clock);
        var ended = await world.Host.Core.CancelAsync(run.NewContext(world), run.Record.RunId);
        world.Note($"run {run.Record.Index} was cancelled: {ended}");
    }
}
