using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Reads a run to its end: joins when it likes, may leave in the midst and come back with its last sequence.</summary>
internal sealed class Reader(World world, RunStart run, string name, bool mayLeave = true)
{
    private const int Patience = 12;

    internal async Task ReadAsync()
    {
        var seen = new SeenRun(name, Observer.Reader, run.Record.Owner);
        run.Record.Seen.Add(seen);
        for (var visit = 0; visit < Patience && !seen.IsComplete; visit++)
        {
            var leaves = mayLeave && visit < 3;
            using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(leaves && world.Random.Chance(30) ? world.Random.Next(800) : 1_000_000), world.Clock);
            if (!run.Record.IsBegun && world.Random.Chance(95))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Clock);
                continue;
            }

            try
            {
                seen.IsComplete = await VisitAsync(seen, leaves, leave.Token);
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
                // Its patience was over, not the run.
            }
            catch (RunNotFoundException)
            {
                // Not begun yet, or forgotten already.
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Clock);
            }
        }
    }

    private async Task<bool> VisitAsync(SeenRun seen, bool mayBreak, CancellationToken leave)
    {
        await foreach (var item in world.Host.Core.SubscribeAsync(run.NewContext(world), run.Record.RunId, seen.Last, leave))
        {
            world.See(seen, item);
            if (world.Random.Chance(10))
                await world.PauseAsync(CancellationToken.None);
            if (mayBreak && world.Random.Chance(5))
                return false;
        }

        return true;
    }
}
