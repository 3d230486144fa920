using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolLimitTests
{
    private static readonly AgentError Refusal = new("limit_reached", "Too fast.");

    /// <summary>Every way out of a call that was let in.</summary>
    private static readonly Dictionary<string, Func<AgentExecution, Stage, TestHost, Task>> Ways = new()
    {
        ["success"] = (execution, _, _) => execution.Tools.DispatchAsync("echo", ContextValue.Null).AsTask(),
        ["failure"] = (execution, _, _) => execution.Tools.DispatchAsync("fail", ContextValue.Null).AsTask(),
        ["later failure"] = (execution, _, _) => execution.Tools.DispatchAsync("fail later", ContextValue.Null).AsTask(),
        ["timeout"] = async (execution, stage, host) =>
        {
            var call = execution.Tools.DispatchAsync("hang", ContextValue.Null).AsTask();
            await stage.Reached;
            host.Advance(1);
            Assert.Equal("tool_timed_out", (await call).Error!.Code);
        },
        ["caller's token"] = async (execution, stage, _) =>
        {
            var call = execution.Tools.DispatchAsync("hang", ContextValue.Null, stage.Caller.Token).AsTask();
            await stage.Reached;
            await stage.Caller.CancelAsync();
            Assert.Equal("caller_cancelled", (await call).Error!.Code);
        },
        ["fence"] = async (execution, stage, host) =>
        {
            var call = execution.Tools.DispatchAsync("hang", ContextValue.Null).AsTask();
            await stage.Reached;
            Assert.True(await host.Core.CancelAsync(execution.Context, execution.Context.RunId));
            await Assert.ThrowsAsync<ExecutionFencedException>(() => call);
        },
        ["approval refused"] = (execution, _, _) => execution.Tools.DispatchAsync("approved", ContextValue.Map(("answer", false))).AsTask(),
        ["approval given"] = (execution, _, _) => execution.Tools.DispatchAsync("approved", ContextValue.Map(("answer", true))).AsTask(),
        ["steps used up"] = async (execution, _, _) =>
        {
            for (var i = 0; i < 10; i++)
            {
                (await execution.CallAgentAsync("echo", "")).EnsureSuccess();
            }

            Assert.Equal("limit_reached", (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).Error!.Code);
        },
        ["run ends while the authorizer thinks"] = async (execution, stage, host) =>
        {
            var call = execution.Tools.DispatchAsync("slowly allowed", ContextValue.Null).AsTask();
            await stage.Reached;
            Assert.True(await host.Core.CancelAsync(execution.Context, execution.Context.RunId));
            stage.Release();
            await Assert.ThrowsAsync<ExecutionFencedException>(() => call);
        },
    };

    public static TheoryData<string> WayNames => new(Ways.Keys);

    [Theory]
    [MemberData(nameof(WayNames))]
    public async Task Limiter_EveryWayOut_IsLeftAsOftenAsItWasEntered(string way)
    {
        using var stage = new Stage();
        var limiter = new CountingLimiter();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestHost? host = null;
        await using var made = host = Host(stage, limiter, builder => builder.AddAgent("subject", async (execution, _) =>
        {
            try
            {
                await Ways[way](execution, stage, host!);
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }

            return AgentOutput.FromText("");
        }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        if (way.StartsWith("approval", StringComparison.Ordinal))
        {
            await AnswerAsync(host, context, approved: way == "approval given");
        }

        await ended.Task;
        await running;

        Assert.Equal(limiter.Entered, limiter.Left);
        Assert.Equal(1, limiter.Entered);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Limiter_Refuses_ThoseThatLetItInAreLeftAgain()
    {
        var (first, second, third) = (new CountingLimiter(), new CountingLimiter { Refusal = Refusal }, new CountingLimiter());
        await using var probe = new ToolProbe(builder =>
        {
            foreach (var limiter in new[] { first, second, third })
            {
                builder.Services.AddSingleton<IToolLimiter>(limiter);
            }
        });
        var context = probe.Host.Context();

        Assert.Equal(Refusal, (await probe.CallAsync(context)).Error);

        Assert.Equal([(1, 1), (0, 0), (0, 0)], new[] { first, second, third }.Select(limiter => (limiter.Entered, limiter.Left)));
        Assert.Equal(0, probe.Reached);
        Assert.Equal("Too fast.", Assert.Single(await probe.Host.AuditOf(context)).Reason);
        Assert.DoesNotContain(probe.Host.Log(context), item => item is ToolExecuting);
    }

    [Fact]
    public async Task Limiter_Throws_ThoseThatLetItInAreLeftAgainAndTheOwnersCountToo()
    {
        var (first, second) = (new CountingLimiter(), new CountingLimiter { Failure = new FormatException() });
        await using var probe = new ToolProbe(
            builder => builder.Services.AddSingleton<IToolLimiter>(first).AddSingleton<IToolLimiter>(second), options => options.MaxToolCallsPerOwner = 1);
        Assert.IsType<FormatException>((await probe.Host.Core.ExecuteAsync("caller", probe.Host.Context(), "")).Exception);
        Assert.Equal((1, 1), (first.Entered, first.Left));

        second.Failure = null;

        Assert.True((await probe.CallAsync(probe.Host.Context())).Succeeded);
    }

    [Theory]
    [InlineData("success")]
    [InlineData("timeout")]
    [InlineData("fence")]
    public async Task Limiter_ThrowsAtTheEnd_TheCallAndTheRunEndAllTheSame(string way)
    {
        using var stage = new Stage();
        var limiter = new CountingLimiter { FailureOfExit = new FormatException() };
        TestHost? host = null;
        await using var made = host = Host(stage, limiter, builder => builder.AddAgent("subject", async (execution, _) =>
        {
            await Ways[way](execution, stage, host!);
            return AgentOutput.FromText("");
        }));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("subject", context, "");

        Assert.Equal(way == "fence" ? ExecutionStatus.Cancelled : ExecutionStatus.Completed, result.Status);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task OwnersCalls_AtTheLimit_AreRefusedForThisOwnerAcrossItsRunsAndForNobodyElse()
    {
        using var stage = new Stage();
        await using var probe = new ToolProbe(
            builder => builder
                .AddTool("hang", "Hangs.", stage.HangAsync, tool => tool.RequirePermission(TestHost.Permission))
                .AddAgent("holder", async (execution, _) =>
                {
                    (await execution.Tools.DispatchAsync("hang", ContextValue.Null)).EnsureSuccess();
                    return AgentOutput.FromText("");
                }),
            options => options.MaxToolCallsPerOwner = 1);
        var holding = probe.Host.Core.ExecuteAsync("holder", probe.Host.Context("alice"), "").AsTask();
        await stage.Reached;

        var refused = await probe.CallAsync(probe.Host.Context("alice"));
        Assert.Equal("limit_reached", refused.Error!.Code);
        Assert.Contains("1 tool calls are under way", refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, probe.Reached);
        Assert.True((await probe.CallAsync(probe.Host.Context("bob"))).Succeeded);

        stage.Release();
        (await holding).EnsureSuccess();
        Assert.True((await probe.CallAsync(probe.Host.Context("alice"))).Succeeded);
    }

    private static TestHost Host(Stage stage, CountingLimiter limiter, Action<INetraAgentsBuilder> register) => new(
        builder =>
        {
            builder.Services.AddSingleton<IToolLimiter>(limiter);
            builder.AddToolAuthorizer(new SlowAuthorizer(stage));
            builder.AddTool("fail", "Fails.", () => { throw new FormatException(); }, Permitted);
            builder.AddTool("fail later", "Fails.", async () => { await Task.Yield(); throw new FormatException(); }, Permitted);
            builder.AddTool("hang", "Hangs.", stage.HangAsync, tool => Permitted(tool.WithTimeout(TimeSpan.FromSeconds(1))));
            builder.AddTool("slowly allowed", "Echoes.", () => 1, Permitted);
            builder.AddTool("approved", "Needs a yes.", (bool answer) => answer, tool => Permitted(tool.RequireApproval(TimeSpan.FromMinutes(1))));
            register(builder);
        },
        options => options.MaxStepsPerRun = 10);

    private static void Permitted(ToolBuilder tool) => tool.RequirePermission(TestHost.Permission);

    private static async Task AnswerAsync(TestHost host, UserExecutionContext context, bool approved)
    {
        await foreach (var item in host.Core.SubscribeAsync(host.Context(), context.RunId))
        {
            if (item is ToolApprovalRequested asked)
            {
                Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved));
                return;
            }
        }
    }

    private sealed class SlowAuthorizer(Stage stage) : IToolAuthorizer
    {
        public async ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken)
        {
            if (request.Tool.Name == "slowly allowed")
            {
                await stage.HangAsync();
            }

            return ToolDecision.Abstain;
        }
    }
}
