using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Hosting.Tests;

public sealed class DrainTests
{
    [Fact]
    public async Task StopAsync_RunsUnderWay_EndByThemselvesAndNoneBegins()
    {
        var (reached, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var rig = Rig(reached, release, TimeSpan.FromMinutes(1));
        await rig.Hosted.StartAsync(CancellationToken.None);
        var running = rig.RunAsync("works");
        await reached.Task;

        var stopping = rig.Hosted.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        Assert.Equal("shutting_down", (await rig.RunAsync("works")).Error?.Code);
        release.SetResult();
        await stopping;

        Assert.True((await running).Succeeded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StopAsync_NoMoreTime_CancelsWhatIsLeft(bool byTheHost)
    {
        var (reached, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var rig = Rig(reached, release, TimeSpan.FromSeconds(5));
        using var enough = new CancellationTokenSource();
        var running = rig.RunAsync("works");
        await reached.Task;

        var stopping = rig.Hosted.StopAsync(enough.Token);
        if (byTheHost)
        {
            await enough.CancelAsync();
        }
        else
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await stopping;
        Assert.Equal((ExecutionStatus.Cancelled, "shutting_down"), ((await running).Status, (await running).Error?.Code));
        release.SetResult();
    }

    [Fact]
    public void AddDrain_GraceOutOfRange_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddNetraAgents().AddDrain(options => options.Grace = TimeSpan.FromHours(2)));

    private static HostRig Rig(TaskCompletionSource reached, TaskCompletionSource release, TimeSpan grace) => new(builder => builder
        .AddDrain(options => options.Grace = grace)
        .AddAgent("works", async (AgentExecution _, CancellationToken _) =>
        {
            reached.TrySetResult();
            await release.Task;
            return AgentOutput.FromText("done");
        }));
}
