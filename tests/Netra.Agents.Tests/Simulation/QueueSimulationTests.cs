using System.Globalization;
using Netra.Agents.Tests.Simulation.Queues;

namespace Netra.Agents.Tests.Simulation;

[Collection(nameof(SimulationAlone))]
public sealed class QueueSimulationTests(ITestOutputHelper output)
{
    private const int Workers = 2;
    private const int Compared = 300;

    /// <summary>NETRA_SIMULATION_SEEDS runs more or fewer, NETRA_SIMULATION_FIRST others.</summary>
    [Fact]
    public void Simulate_ManySeedsOfQueues_NoTwoTurnsNoUnitTooMuchNobodyLeftWaiting()
    {
        var (first, count) = (Setting("NETRA_SIMULATION_FIRST", 1), Setting("NETRA_SIMULATION_SEEDS", 100_000));
        var crew = QueueCrew.Run(first, count, Workers);

        output.WriteLine(crew.Summary);
        Assert.True(crew.Failures.IsEmpty, string.Join(Environment.NewLine, crew.Failures.OrderBy(failure => failure.Seed).Take(5).Select(failure => $"Seed {failure.Seed}: {failure.Problem}")));
        Assert.Equal(count, crew.Seeds);
        Assert.True(crew.Holds > count && crew.Refused > count / 10);
    }

    [Fact]
    public void Simulate_SameSeedOfQueuesTwice_SameSchedule()
    {
        var (first, second) = (Fingerprints(), Fingerprints());

        Assert.Equal(first, second);
        Assert.Equal(Compared, first.Distinct().Count());
    }

    private static List<ulong> Fingerprints()
    {
        var fingerprints = new List<ulong>();
        Worlds.SeedCrew.OnThreadOfItsOwn(() =>
        {
            var templates = QueueTemplate.All();
            for (var seed = 0UL; seed < Compared; seed++)
            {
                var world = new QueueWorld(seed, templates);
                world.Run();
                fingerprints.Add(world.Scheduler.Fingerprint);
            }
        });
        return fingerprints;
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
