using System.Globalization;
using Netra.Agents.Tests.Simulation.Flows;
using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

[Collection(nameof(SimulationAlone))]
public sealed class WorkflowSimulationTests(ITestOutputHelper output)
{
    private const int Workers = 2;
    private const int Traced = 200;

    /// <summary>NETRA_SIMULATION_SEEDS runs more or fewer, NETRA_SIMULATION_FIRST others.</summary>
    [Fact]
    public void Simulate_ManySeedsOfWorkflows_KeepsEveryPromise()
    {
        var (first, count) = (Setting("NETRA_SIMULATION_FIRST", 1), Setting("NETRA_SIMULATION_SEEDS", 100_000));
        var crew = FlowCrew.Run(first, count, Workers);

        output.WriteLine(crew.Summary);
        Assert.True(crew.Failures.IsEmpty, Report(crew.Failures.Order().Take(4)));
        Assert.Equal(count, crew.Seeds);
    }

    /// <summary>One seed with all that it did: set NETRA_SIMULATION_SEED to what a failure names.</summary>
    [Fact]
    public void Simulate_SeedOfWorkflowsFromTheEnvironment_KeepsEveryPromise()
    {
        var report = Report([Setting("NETRA_SIMULATION_SEED", 1)]);
        if (Environment.GetEnvironmentVariable("NETRA_SIMULATION_SEED") is not null)
            output.WriteLine(report);
        Assert.DoesNotContain("BROKEN", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-kim")]
    public void Simulate_SameSeedOfWorkflowsTwice_SameTrace(string surname)
    {
        var (first, second) = (Traces(""), Traces(surname));

        for (var seed = 0; seed < Traced; seed++)
            Assert.Equal(first[seed], second[seed]);
        Assert.Equal(Traced, first.Select(lines => string.Join('\n', lines)).Distinct().Count());
    }

    private static List<List<string>> Traces(string surname)
    {
        var traces = new List<List<string>>();
        SeedCrew.OnThreadOfItsOwn(() =>
        {
            var template = new FlowTemplate();
            for (var seed = 0; seed < Traced; seed++)
            {
                var world = new FlowWorld((ulong)seed, template, isTraced: true, surname);
                world.Run();
                traces.Add([.. world.Lines!, $"{world.Scheduler.Fingerprint:x16}"]);
            }
        });
        return traces;
    }

    private static string Report(IEnumerable<long> seeds)
    {
        var lines = new List<string>();
        foreach (var seed in seeds)
            SeedCrew.OnThreadOfItsOwn(() =>
            {
                var world = new FlowWorld((ulong)seed, new FlowTemplate(), isTraced: true);
                world.Run();
                lines.Add($"Seed {seed} (alone: NETRA_SIMULATION_SEED={seed}, Simulate_SeedOfWorkflowsFromTheEnvironment_KeepsEveryPromise):");
                lines.AddRange(world.Problems.Select(problem => $"BROKEN {problem}"));
                lines.AddRange(world.Lines!);
            });
        return string.Join(Environment.NewLine, lines);
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
