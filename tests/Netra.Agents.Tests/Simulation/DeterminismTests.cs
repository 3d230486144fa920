using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

public sealed class DeterminismTests
{
    private const int Seeds = 200;

    [Fact]
    public void Simulate_SameSeedTwice_SameTrace()
    {
        var first = Traces("");
        var second = Traces("");

        for (var seed = 0; seed < Seeds; seed++)
            Assert.Equal(first[seed], second[seed]);
        Assert.Equal(Seeds, first.Select(lines => string.Join('\n', lines)).Distinct().Count());
    }

    // The hash of a name is another in each process: what goes by the order of a hash table can't be run again elsewhere.
    [Fact]
    public void Simulate_SameSeedWithOtherNames_SameTrace()
    {
        var first = Traces("");

        foreach (var surname in new[] { "-kim", "-lee", "-fox" })
        {
            var other = Traces(surname);
            for (var seed = 0; seed < Seeds; seed++)
                Assert.Equal(first[seed], other[seed]);
        }
    }

    private static List<string>[] Traces(string surname)
    {
        var traces = new List<string>[Seeds];
        SeedCrew.OnThreadOfItsOwn(() =>
        {
            var templates = WorldTemplate.All();
            for (var seed = 0; seed < Seeds; seed++)
                traces[seed] = new World((ulong)seed, templates, isTraced: true, surname).Run().Lines!;
        });
        Assert.All(traces, lines => Assert.NotEmpty(lines));
        return traces;
    }
}
