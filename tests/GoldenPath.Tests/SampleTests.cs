using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

namespace GoldenPath.Tests;

public sealed class SampleTests
{
    [Fact]
    public async Task Serve_CustomersOfTheSample_ShowsEveryPathAndOneFailure()
    {
        await using var host = new DeskHost();

        var served = await Task.WhenAll(SampleCustomers.All.Select(customer => host.ServeAsync(customer.Name, customer.Usage, customer.Answer)));

        Assert.Equal(["erin"], served.Where(one => !one.Result.Succeeded).Select(one => one.Customer));
        Assert.Equal(["alice", "dave"], served.Where(one => one.Report!.Contains("less a month", StringComparison.Ordinal)).Select(one => one.Customer));
        Assert.Equal(["bob", "carol"], served.Where(one => one.Report!.Contains("need to know", StringComparison.Ordinal)).Select(one => one.Customer));
        Assert.Equal(["erin"], served.Where(one => one.Report!.Contains("Failed: data", StringComparison.Ordinal)).Select(one => one.Customer));
    }

    [Fact]
    public async Task Board_OfARunThatFailed_ShowsWhereAndWhatWasLeftOut()
    {
        var board = new Board(["triage", "data_helper", "data", "optimization", "approval", "actions", "reporting"]);
        var services = new ServiceCollection();
        services.AddNetraAgents().AddCostDesk().AddEventSink(board);
        await using (var provider = services.BuildServiceProvider())
        {
            var desk = new CostDesk(provider.GetRequiredService<IWorkflowOrchestrator>(), provider.GetRequiredService<IAgentExecutionCore>());
            await desk.ServeAsync("erin", SampleCustomers.All.Single(customer => customer.Name == "erin").Usage, _ => ValueTask.FromResult("yes"), CancellationToken.None);
        }

        Assert.Equal(["done", "", "failed", "left out", "left out", "left out", "done"], board.Steps.Select(step => board["erin", step]));
    }
}
