using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Draws who does what in a world, and sets it going.</summary>
internal sealed class WorldPlan(World world, string surname)
{
    // Owners that a careless key would take for one another.
    private static readonly (string? Tenant, string User)[] People = [(null, "ann"), ("acme", "ann"), ("acme:ann", "b"), ("acme", "ann:b")];

    // All owners talk in threads of the same name: a thread id alone must open nothing.
    private static readonly ThreadId Thread = new("main");

    internal void Begin()
    {
        // Most worlds are small: two runs that meet show what ten do, and more schedules are tried.
        var owners = world.Random.Pick([2, 2, 2, 2, 3, 4]);
        world.Trace.Owners.AddRange(People.Take(owners).Select(one => new Owner(one.Tenant is null ? TenantId.None : new TenantId(one.Tenant), new UserId(one.User + surname))));
        for (var owner = 0; owner < owners; owner++)
            for (var runs = world.Random.Pick([1, 1, 1, 1, 1, 1, 1, 2, 3]); runs > 0; runs--)
                Begin(owner);
        if (world.Random.Chance(7))
            world.Drive("the shutdown", ShutDownAsync);
    }

    private void Begin(int owner)
    {
        var random = world.Random;
        var record = new RunRecord(world.Trace.Runs.Count, owner, world.NewRunId());
        world.Trace.Runs.Add(record);
        var run = new RunStart(
            record, world.Trace.Owners[owner], Thread, random.Pick(Agents.All), random.Chance(90) ? Grants.Of(Tools.Permission) : Grants.None,
            ContextValue.Map(("secret", Secrets.Of(owner, record.Index)), ("run", record.Index)),
            random.Chance(20) ? new AgentTimeouts { Run = TimeSpan.FromMilliseconds(300 + random.Next(2_000)) } : null);

        var starter = new Starter(world, run);
        world.Drive("a caller", random.Next(4) switch
        {
            0 => new Client(world, run).RunAsync,
            1 => starter.StreamAsync,
            _ => starter.ExecuteAsync,
        });
        if (random.Chance(10))
            world.Drive("a caller that repeats itself", starter.RepeatAsync);
        if (random.Chance(20))
            world.Drive("a canceller", starter.CancelAsync);
        for (var readers = random.Pick([0, 0, 1, 1, 2]); readers > 0; readers--)
            world.Drive("a reader", new Reader(world, run, $"reader {readers}, run {record.Index}").ReadAsync);
        if (random.Chance(40))
            world.Drive("a meddler", new Meddler(world, run, (owner + 1 + random.Next(world.Trace.Owners.Count - 1)) % world.Trace.Owners.Count).MeddleAsync);
    }

    private async Task ShutDownAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(3_000)), world.Clock);
        world.Note("shutdown");
        world.IsShutDown = true;
        if (world.Random.Chance(50))
            await world.Host.DisposeAsync();
        else
            world.Host.Dispose();
    }
}
