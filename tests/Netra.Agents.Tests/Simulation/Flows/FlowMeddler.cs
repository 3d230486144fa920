namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Another owner who knows every id of a run, and tries what can be tried with them. The answer must be that of a run that was never there.</summary>
internal sealed class FlowMeddler(FlowWorld world, FlowRun run, int owner)
{
    internal async Task MeddleAsync()
    {
        for (var tries = world.Random.Pick([1, 1, 2]); tries > 0; tries--)
        {
            await world.DelayAsync(1_200);

            // Two owners may have begun runs of the same id: then it is the meddler's own.
            if (world.Runs.Exists(other => other.RunId == run.RunId && other.Owner == owner))
                return;
            var process = world.AnyProcess();
            var what = world.Random.Next(5);
            var waitId = WaitId.Parse(run.Waits.Count > 0 ? run.Waits.Keys.First() : "11111111111111111111111111111111");
            world.Tried++;
            try
            {
                if (await process.AskAsync(() => HasEffectAsync(process, what, waitId)))
                    world.Problems.Add($"owner {owner} got something of run {run.Index} (way {what})");
            }
            catch (IOException)
            {
                // The store is away, for everybody.
            }
        }
    }

    private async Task<bool> HasEffectAsync(FlowProcess process, int what, WaitId waitId)
    {
        var workflows = process.Host.Workflows;
        switch (what)
        {
            case 0:
                return await workflows.CancelAsync(world.ContextOf(owner), run.RunId);
            case 1:
                return (await workflows.ListWaitsAsync(world.ContextOf(owner), run.RunId)).Count > 0;
            case 2:
                return (await workflows.ResumeAsync(world.ContextOf(owner), run.RunId)).Error?.Code != AgentErrorCodes.NotFound;
            case 3:
                return (await workflows.ResumeAsync(world.ContextOf(owner), run.RunId, waitId, "mine")).Error?.Code != AgentErrorCodes.NotFound;
            default:
                try
                {
                    await foreach (var _ in process.Host.Core.SubscribeAsync(world.ContextOf(owner), run.RunId))
                        return true;
                    return true;
                }
                catch (RunNotFoundException)
                {
                    return false;
                }
        }
    }
}
