using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Hosting.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task ExecuteAsync_MoreRunsThanTheRate_AreRejectedWithAHintAndOtherOwnersAreNot()
    {
        await using var rig = new HostRig(builder => builder
            .AddRateLimits(limits => limits.Runs = _ => Window(2))
            .AddAgent("works", (_, _) => AgentOutput.FromText("done")));
        Assert.True((await rig.RunAsync("works")).Succeeded);
        Assert.True((await rig.RunAsync("works")).Succeeded);

        var refused = await rig.RunAsync("works");

        Assert.Equal((ExecutionStatus.Rejected, "limit_reached"), (refused.Status, refused.Error?.Code));
        Assert.InRange(refused.Error!.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.True((await rig.RunAsync("works", "bob")).Succeeded);
    }

    [Fact]
    public async Task ExecuteAsync_SameContextAgain_UsesUpNothing()
    {
        await using var rig = new HostRig(builder => builder
            .AddRateLimits(limits => limits.Runs = _ => Window(1))
            .AddAgent("works", (_, _) => AgentOutput.FromText("done")));
        var context = HostRig.Context();
        Assert.True((await rig.Core.ExecuteAsync("works", context, "")).Succeeded);

        Assert.True((await rig.Core.ExecuteAsync("works", context, "")).Succeeded);
    }

    [Fact]
    public async Task DispatchAsync_MoreCallsThanTheRate_AreRefusedAsValuesAndSubAgentsAreNotCounted()
    {
        await using var rig = new HostRig(builder => builder
            .AddRateLimits(limits => (limits.Runs, limits.ToolCalls) = (_ => Window(1), _ => Window(2)))
            .AddTool("look", "Looks.", () => "seen", tool => tool.RequirePermission("use").WithEffect(ToolEffect.Pure))
            .AddAgent("child", async (AgentExecution execution, CancellationToken token) => AgentOutput.FromText((await execution.Tools.DispatchAsync("look", default(ContextValue), token)).Error?.Code ?? "ok"))
            .AddAgent("works", async (AgentExecution execution, CancellationToken token) =>
            {
                var said = new List<string>();
                for (var i = 0; i < 3; i++)
                {
                    said.Add((await execution.CallAgentAsync("child", "", token)).EnsureSuccess().Text);
                }

                return AgentOutput.FromText(string.Join(' ', said));
            }));

        Assert.Equal("ok ok limit_reached", (await rig.RunAsync("works")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_LimiterThatThrows_LetsNothingBegin()
    {
        await using var rig = new HostRig(builder => builder
            .AddRateLimits(limits => limits.Runs = _ => throw new InvalidOperationException("secret"))
            .AddAgent("works", (_, _) => AgentOutput.FromText("done")));

        var refused = await rig.RunAsync("works");

        Assert.Equal((ExecutionStatus.Rejected, "limit_reached"), (refused.Status, refused.Error?.Code));
        Assert.DoesNotContain("secret", refused.Error!.Message, StringComparison.Ordinal);
    }

    // System.Threading.RateLimiting keeps its own time; no window ends while a test runs.
    private static FixedWindowRateLimiter Window(int permits) => new(new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromHours(1), AutoReplenishment = false });
}
