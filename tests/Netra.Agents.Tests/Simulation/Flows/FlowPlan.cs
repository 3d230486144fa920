using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Draws who does what in a world, and sets it going.</summary>
internal sealed class FlowPlan(FlowWorld world)
{
    internal void Begin()
    {
        var random = world.Random;

        // One definition for all of them; and sometimes the same run id for two owners.
        var workflow = random.Pick(FlowDefinitions.All);
        var shared = new RunId(NewId.Create(world.Clock, world.Entropy));
        var sharesId = random.Chance(15);
        for (var owner = 0; owner < world.Owners.Count; owner++)
            Begin(new FlowRun(world.Runs.Count, owner, sharesId ? shared : new RunId(NewId.Create(world.Clock, world.Entropy)), workflow));
        if (random.Chance(8))
            Begin(new FlowRun(world.Runs.Count, 0, new RunId(NewId.Create(world.Clock, world.Entropy)), workflow));

        if (random.Chance(20))
            world.Store.DiesAfter = 1 + random.Next(30);
        if (random.Chance(20))
            world.Drive("a crash", CrashAsync);
        if (random.Chance(8))
            world.Drive("a shutdown", ShutDownAsync);
    }

    private void Begin(FlowRun run)
    {
        world.Runs.Add(run);
        var user = new FlowUser(world, run);
        world.Drive("a user", user.RunAsync);
        if (world.Random.Chance(25))
            world.Drive("a canceller", user.CancelAsync);
        if (world.Random.Chance(25))
            world.Drive("another answer", user.AnswerInBetweenAsync);
        if (world.Random.Chance(12))
            world.Drive("another resume", user.ResumeInBetweenAsync);
        if (world.Random.Chance(20))
            world.Drive("a reader", user.ReadAsync);
        if (world.Random.Chance(40))
            world.Drive("a meddler", new FlowMeddler(world, run, (run.Owner + 1) % world.Owners.Count).MeddleAsync);
    }

    private async Task CrashAsync()
    {
        await world.DelayAsync(2_500);
        world.AnyProcess().Crash();
    }

    private async Task ShutDownAsync()
    {
        await world.DelayAsync(2_500);
        await world.AnyProcess().StopAsync();
    }
}
