using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class RetentionTests
{
    [Fact]
    public async Task Retention_ByCount_LetsGoOfTheOwnersOldestAndOfNobodyElses()
    {
        await using var host = new TestHost(configure: options => options.RetainedRunsPerOwner = 3);
        var bobs = await RunAsync(host, "bob");
        var alices = new List<UserExecutionContext>();
        for (var i = 0; i < 20; i++)
        {
            alices.Add(await RunAsync(host, "alice"));
        }

        Assert.Equal(2, host.Log(bobs).Count);
        Assert.All(alices[..^3], gone => Assert.Throws<RunNotFoundException>(() => host.Log(gone)));
        Assert.All(alices[^3..], kept => Assert.Equal(2, host.Log(kept).Count));
    }

    [Fact]
    public async Task Retention_ByCountInAll_AnOwnerKeepsItsNewest()
    {
        await using var host = new TestHost(configure: options => options.RetainedRuns = 1);
        var bobs = await RunAsync(host, "bob");
        var alices = new List<UserExecutionContext>();
        for (var i = 0; i < 5; i++)
        {
            alices.Add(await RunAsync(host, "alice"));
        }

        Assert.Equal(2, host.Log(bobs).Count);
        Assert.Equal(2, host.Log(alices[^1]).Count);
        Assert.All(alices[..^1], gone => Assert.Throws<RunNotFoundException>(() => host.Log(gone)));
    }

    [Fact]
    public async Task Retention_ByTime_LetsGoAfterIt()
    {
        await using var host = new TestHost();
        var context = await RunAsync(host, "alice");

        host.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(50));
        Assert.Equal(2, host.Log(context).Count);
        host.Advance(TimeSpan.FromMilliseconds(50));

        var gone = Assert.Throws<RunNotFoundException>(() => host.Log(context));
        Assert.Equal($"There is no run {context.RunId} that this owner may read.", gone.Message);
    }

    [Fact]
    public async Task Retention_LiveRun_IsKeptHoweverOldAndManyThereAre()
    {
        using var stage = new Stage();
        await using var host = new TestHost(
            builder => builder.AddAgent("subject", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("done"); }),
            options => options.RetainedRunsPerOwner = 1);
        var live = host.Context();
        var running = host.Core.ExecuteAsync("subject", live, "").AsTask();
        await stage.Reached;
        for (var i = 0; i < 10; i++)
        {
            await RunAsync(host, "alice");
        }

        host.Advance(TimeSpan.FromMinutes(5));

        Assert.Single(host.Log(live));
        stage.Release();
        Assert.True((await running).Succeeded);
    }

    [Fact]
    public async Task ExecuteAsync_ContextOfAForgottenRun_IsRefused()
    {
        await using var host = new TestHost();
        var context = await RunAsync(host, "alice");
        host.Advance(TimeSpan.FromMinutes(3));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Core.ExecuteAsync("echo", context, "input"));

        Assert.StartsWith($"This context has begun run {context.RunId} already", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.SetAsync(context, StateScope.User, "name", 1));
    }

    private static async Task<UserExecutionContext> RunAsync(TestHost host, string user)
    {
        var context = host.Context(user);
        (await host.Core.ExecuteAsync("echo", context, "input")).EnsureSuccess();
        return context;
    }
}
