using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Execution;

/// <summary>Runs alone: what other tests allocate at the same time would be counted too.</summary>
[Collection(Alone)]
public sealed class RunAllocationTests
{
    internal const string Alone = "alone";

    private const int Runs = 2_000;
    private const int Bar = 1_200;

    [Fact]
    public async Task ExecuteAsync_OneRunWithItsContext_KeepsToItsBytes()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options => options.RetainedRunsPerOwner = 1).AddAgent("subject", (_, _) => AgentOutput.FromText(""));
        await using var provider = services.BuildServiceProvider();
        var core = provider.GetRequiredService<IAgentExecutionCore>();

        // Code that isn't optimised yet allocates more, and so does a timer's tick: both only add, so the least of many tries is the truth.
        var bytes = double.MaxValue;
        for (var i = 0; i < 200 && bytes > Bar; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await RunAsync(core);
            bytes = Math.Min(bytes, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Runs);
        }

        Assert.InRange(bytes, 1, Bar);
    }

    private static async Task RunAsync(IAgentExecutionCore core)
    {
        for (var i = 0; i < Runs; i++)
        {
            var context = UserExecutionContext.FromRequest(new UserId("alice"), new ThreadId("thread"));
            var result = await core.ExecuteAsync("subject", context, "");
            if (!result.Succeeded)
            {
                throw new InvalidOperationException(result.ToString());
            }
        }
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class RunsAlone;
}
