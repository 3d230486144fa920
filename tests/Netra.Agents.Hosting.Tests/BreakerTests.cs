using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Hosting.Tests;

public sealed class BreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ExecuteAsync_AgentThatKeepsFailing_IsLeftAloneForAllOwnersAndTriedAgainLater()
    {
        var (fails, calls) = (true, 0);
        await using var rig = new HostRig(builder => builder
            .UseAgentBreakers(Quick)
            .AddAgent("bad", (_, _) =>
            {
                calls++;
                return fails ? throw new InvalidOperationException() : AgentOutput.FromText("well");
            })
            .AddAgent("good", (_, _) => AgentOutput.FromText("well")));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("agent_failed", (await rig.RunAsync("bad", $"user {i}")).Error?.Code);
        }

        var refused = await rig.RunAsync("bad", "another");
        Assert.Equal((ExecutionStatus.Failed, "breaker_open", 4), (refused.Status, refused.Error?.Code, calls));
        Assert.True((await rig.RunAsync("good")).Succeeded);

        fails = false;
        rig.Clock.Advance(Break + TimeSpan.FromSeconds(1));
        Assert.Equal("well", (await rig.RunAsync("bad")).EnsureSuccess().Text);
        Assert.Equal("well", (await rig.RunAsync("bad")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task DispatchAsync_ToolThatKeepsFailing_IsLeftAloneAndSaysSo()
    {
        var calls = 0;
        await using var rig = new HostRig(builder => builder
            .UseToolBreakers(Quick)
            .AddTool("bad", "Fails.", (Func<string>)(() =>
            {
                calls++;
                throw new InvalidOperationException();
            }), tool => tool.RequirePermission("use").WithEffect(ToolEffect.Pure))
            .AddAgent("works", async (AgentExecution execution, CancellationToken token) => AgentOutput.FromText((await execution.Tools.DispatchAsync("bad", default(ContextValue), token)).Error!.Code)));

        var codes = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add((await rig.RunAsync("works", $"user {i}")).EnsureSuccess().Text);
        }

        Assert.Equal(["tool_failed", "tool_failed", "tool_failed", "tool_failed", "breaker_open"], codes);
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task ExecuteAsync_CancelledRuns_AreNoFailures()
    {
        var reached = new SemaphoreSlim(0);
        var waits = true;
        await using var rig = new HostRig(builder => builder
            .UseAgentBreakers(Quick)
            .AddAgent("works", async (AgentExecution _, CancellationToken token) =>
            {
                if (waits)
                {
                    reached.Release();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }

                return AgentOutput.FromText("well");
            }));
        for (var i = 0; i < 8; i++)
        {
            var context = HostRig.Context();
            var running = rig.Core.ExecuteAsync("works", context, "").AsTask();
            await reached.WaitAsync();
            await rig.Core.CancelAsync(context, context.RunId);
            Assert.Equal(ExecutionStatus.Cancelled, (await HostRig.Within(running)).Status);
        }

        waits = false;
        Assert.True((await rig.RunAsync("works")).Succeeded);
    }

    [Fact]
    public async Task ExecuteAsync_SlowCalls_CountAsFailed()
    {
        HostRig? rig = null;
        rig = new HostRig(builder => builder
            .UseAgentBreakers(options =>
            {
                Quick(options);
                options.SlowAfter = TimeSpan.FromSeconds(1);
            })
            .AddAgent("slow", (_, _) =>
            {
                rig!.Clock.Advance(TimeSpan.FromSeconds(2));
                return AgentOutput.FromText("late");
            }));
        await using (rig)
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.True((await rig.RunAsync("slow")).Succeeded);
            }

            Assert.Equal("breaker_open", (await rig.RunAsync("slow")).Error?.Code);
        }
    }

    [Fact]
    public async Task ExecuteAsync_BreakerOpens_MetersTellWhichAndNothingOfAUser()
    {
        var tags = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Meter.Name == "Netra.Agents.Hosting")
            {
                it.EnableMeasurementEvents(instrument);
            }
        };
        var name = $"bad {Guid.CreateVersion7()}";
        listener.SetMeasurementEventCallback<long>((instrument, value, given, _) =>
        {
            var told = string.Join(", ", given.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (told.Contains(name, StringComparison.Ordinal))
            {
                lock (tags)
                {
                    tags.Add($"{instrument.Name} {value} {told.Replace(name, "bad", StringComparison.Ordinal)}");
                }
            }
        });
        listener.Start();
        await using var rig = new HostRig(builder => builder.UseAgentBreakers(Quick).AddAgent(name, (AgentExecution _, CancellationToken _) => throw new InvalidOperationException("alice")));
        for (var i = 0; i < 5; i++)
        {
            await rig.RunAsync(name);
        }

        Assert.Equal(["netra.agents.breaker.changes 1 gen_ai.agent.name=bad, state=opened", "netra.agents.breaker.refused 1 gen_ai.agent.name=bad"], tags);
    }

    [Fact]
    public async Task UseAgentBreakers_OptionsOutOfRange_AreToldWhenTheHostIsBuilt()
    {
        await using var rig = new HostRig(builder => builder.UseAgentBreakers(options => options.FailureRatio = 7).AddAgent("works", (_, _) => AgentOutput.FromText("done")));

        Assert.Throws<ValidationException>(() => rig.Core);
    }

    private static void Quick(BreakerOptions options)
    {
        options.MinimumThroughput = 4;
        options.BreakDuration = Break;
    }
}
