using System.Globalization;
using Netra.Agents.Tests.Simulation.Invariants;
using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

[Collection(nameof(SimulationAlone))]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Workers = 2;

    /// <summary>NETRA_SIMULATION_SEEDS runs more or fewer, NETRA_SIMULATION_FIRST others.</summary>
    [Fact]
    public void Simulate_ManySeeds_KeepsEveryPromise()
    {
        var (first, count) = (Setting("NETRA_SIMULATION_FIRST", 1), Setting("NETRA_SIMULATION_SEEDS", 100_000));
        var crew = SeedCrew.Run(first, count, Workers);

        output.WriteLine(crew.Summary);
        Assert.True(crew.Failures.IsEmpty, Report(crew.Failures.Order().Take(3)));
        Assert.Equal(count, crew.Seeds);
    }

    /// <summary>One seed with all that it did: set NETRA_SIMULATION_SEED to what a failure names.</summary>
    [Fact]
    public void Simulate_SeedFromTheEnvironment_KeepsEveryPromise()
    {
        var seed = Setting("NETRA_SIMULATION_SEED", 1);
        var report = Report([seed]);
        if (Environment.GetEnvironmentVariable("NETRA_SIMULATION_SEED") is not null)
            output.WriteLine(report);
        Assert.DoesNotContain("BROKEN", report, StringComparison.Ordinal);
    }

    private static string Report(IEnumerable<long> seeds)
    {
        var lines = new List<string>();
        foreach (var seed in seeds)
        {
            var trace = SeedCrew.Trace(seed);
            lines.Add($"Seed {seed} (alone: NETRA_SIMULATION_SEED={seed}, Simulate_SeedFromTheEnvironment_KeepsEveryPromise):");
            lines.AddRange(WorldInvariants.Violations(trace).Select(violation => $"BROKEN {violation}"));
            lines.AddRange(trace.Lines!);
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
