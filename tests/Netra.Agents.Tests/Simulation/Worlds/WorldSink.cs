using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The sink of the host: takes events at once or slowly, and in some worlds fails, or hangs with or without an ear for its token.</summary>
internal sealed class WorldSink(WorldSlot slot) : IAgentEventSink
{
    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        var world = slot.World;
        world.Scheduler.CheckThread("a sink was called");
        var run = world.RunOf(agentEvent.RunId);
        if (world.Sunk.TryGetValue(run, out var seen) is false)
        {
            world.Sunk.Add(run, seen = new SeenRun($"the sink, run {run.Index}", Observer.Sink, run.Owner));
            run.Seen.Add(seen);
        }

        if (world.SinkIsBad && world.Random.Chance(6))
        {
            seen.MayMiss = true;
            switch (world.Random.Next(3))
            {
                case 0: throw new IOException("the transport is away");
                case 1: await world.Gate.WaitAsync(cancellationToken); break;
                default: await world.Gate; break;
            }

            return;
        }

        // The clock is read here, in one go with what follows: another hop, and the time could be over.
        var begun = world.Clock.Elapsed;
        if (world.Random.Chance(20) && (!await PauseAsync(world, cancellationToken) || world.Clock.Elapsed - begun >= WorldTemplate.SendTimeout))
        {
            seen.MayMiss = true;
            return;
        }

        // What was taken just before its time was over is sent once more: a sink looks at the event id.
        if (seen.Events is [.., var last] && ReferenceEquals(last, agentEvent))
            return;
        world.See(seen, agentEvent);
        seen.IsComplete |= agentEvent.EndsRun;
    }

    private static async Task<bool> PauseAsync(World world, CancellationToken cancellationToken)
    {
        try
        {
            await world.PauseAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
