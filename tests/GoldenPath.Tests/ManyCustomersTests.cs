using Netra.Agents;

namespace GoldenPath.Tests;

/// <summary>One definition, many customers at once.</summary>
public sealed class ManyCustomersTests
{
    private const int Customers = 200;

    [Fact]
    public async Task Serve_ManyAtOnce_GivesEachTheirOwnReport()
    {
        await using var host = new DeskHost();
        var alone = new Dictionary<int, string?>();
        for (var i = 0; i < Customers; i++)
        {
            await using var one = new DeskHost();
            alone[i] = (await one.ServeAsync($"customer-{i}", UsageOf(i), AnswerOf(i))).Report;
        }

        var served = await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => Task.Run(() => host.ServeAsync($"customer-{i}", UsageOf(i), AnswerOf(i)))));

        for (var i = 0; i < Customers; i++)
        {
            Assert.Equal(alone[i], served[i].Report);
            Assert.Equal(i % 4 == 3 ? ExecutionStatus.Failed : ExecutionStatus.Completed, served[i].Result.Status);
            Assert.All(await host.EventsAsync(served[i]), item => Assert.Equal($"customer-{i}", item.Owner.UserId.Value));
        }

        // Each asks with numbers of their own, so that a report in the wrong hands would be seen.
        Assert.Equal(Customers / 2, served.Where((_, i) => i % 4 < 2).Select(one => one.Report).Distinct().Count());
    }

    [Fact]
    public async Task Serve_AnswerOfAnotherCustomer_IsNotTaken()
    {
        await using var host = new DeskHost();
        var bob = UserExecutionContext.FromRequest(new UserId("bob"), ThreadId.New());
        var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
        var suspended = await host.Workflows.ExecuteAsync(CostWorkflow.Name, alice, UsageOf(0));

        var byBob = await host.Workflows.ResumeAsync(bob, alice.RunId, suspended.Waits[0].WaitId, "yes");

        Assert.Equal(AgentErrorCodes.NotFound, byBob.Error?.Code);
        Assert.Single(await host.Workflows.ListWaitsAsync(alice, alice.RunId));
    }

    private static ContextValue UsageOf(int i) => (i % 4) switch
    {
        0 => Usage.Of("atlas-large", 1_000 + i, 1_200, 300, repeatedShare: 0.5m),
        1 => Usage.Of("boreas-pro", 1_000 + i),
        2 => Usage.Of(requestsPerDay: 1_000 + i),
        _ => Usage.Of("vega-preview", 1_000 + i, 900, 200),
    };

    private static string AnswerOf(int i) => i % 8 == 0 ? "yes" : "no";
}
