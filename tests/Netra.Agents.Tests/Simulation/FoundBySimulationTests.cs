using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation;

/// <summary>The essence of seeds that failed once.</summary>
public sealed class FoundBySimulationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ExecuteAsync_RunIdThatIsThereAlready_SinkHearsOfOneStartOnly()
    {
        var sink = new RecordingEventSink();

        SimulatedHost.Run(1, builder => builder.AddAgent("slow", async (execution, token) =>
        {
            await Task.Delay(Second, execution.TimeProvider, token);
            return AgentOutput.FromText("done");
        }).AddEventSink(sink), async host =>
        {
            var context = host.ContextOf("ann");
            var first = host.Core.ExecuteAsync("slow", context, "go");
            var again = await host.Core.ExecuteAsync("slow", host.ContextOf("ann", context.RunId), "go");
            Assert.Equal(AgentErrorCodes.RunInProgress, again.Error?.Code);
            Assert.True((await first).Succeeded);
        });

        Assert.Equal(["agent_started", "agent_completed"], sink.EventsOf(new Owner(new UserId("ann"))).Select(item => item.WireName));
    }

    [Fact]
    public void SetAsync_ContextOfASubAgentThatEnded_IsFencedAlthoughItsCallerLives()
    {
        Exception? refused = null;
        SimulatedHost? running = null;

        SimulatedHost.Run(1, builder => builder
            .AddAgent("child", async (execution, _) =>
            {
                await Task.Delay(Second * 2, execution.TimeProvider, CancellationToken.None);
                refused = await Record.ExceptionAsync(async () => await running!.State.SetAsync(execution.Context, StateScope.User, "note", "mine"));
                return AgentOutput.FromText("late");
            })
            .AddAgent("parent", async (execution, token) =>
            {
                var result = await execution.CallAgentAsync("child", new AgentRequest("go") { Timeouts = new AgentTimeouts { Execution = Second } }, token);
                Assert.Equal(ExecutionStatus.TimedOut, result.Status);
                await Task.Delay(Second * 3, execution.TimeProvider, token);
                return AgentOutput.FromText("done");
            }), async host =>
        {
            running = host;
            Assert.True((await host.Core.ExecuteAsync("parent", host.ContextOf("ann"), "go")).Succeeded);
            Assert.Null(await host.State.GetAsync(host.ContextOf("ann"), StateScope.User, "note"));
        });

        Assert.IsType<ExecutionFencedException>(refused);
    }

    [Fact]
    public void Text_LongerThanWhatIsRetained_IsReadOnceAndTheReaderGoesOn() => SimulatedHost.Run(
        20,
        builder => builder.AddAgent("verbose", async (execution, token) =>
        {
            execution.Events.Text("short");
            execution.Events.Text(new string('x', 60));
            await Task.Yield();
            execution.Events.Text(new string('y', 60));
            await Task.Delay(Second, execution.TimeProvider, token);
            return AgentOutput.FromText("done");
        }),
        async host =>
        {
            var context = host.ContextOf("ann");
            var running = host.Core.ExecuteAsync("verbose", context, "go");
            var events = await host.ReadAsync(context);
            Assert.True((await running).Succeeded);
            Assert.Equal(5, events[^1].Sequence);
            Assert.True(events.Zip(events.Skip(1), (one, next) => next.FirstSequence == one.Sequence + 1).All(follows => follows));
            Assert.Contains(events, item => item is AgentText { Text.Length: >= 60 });
        },
        options => options.RetainedTextPerRun = 50);

    [Fact]
    public void Text_MergedAfterAReaderSawItsBeginning_DoesNotGoBackInTime() => SimulatedHost.Run(
        1,
        builder => builder.AddAgent("writer", async (execution, token) =>
        {
            for (var i = 0; i < 4; i++)
            {
                execution.Events.Text("x");
                await Task.Delay(Second, execution.TimeProvider, token);
            }

            return AgentOutput.FromText("done");
        }),
        async host =>
        {
            var context = host.ContextOf("ann");
            var running = host.Core.ExecuteAsync("writer", context, "go");
            await host.Delay(1.5);
            var seen = 0L;
            var at = default(DateTimeOffset);
            await foreach (var item in host.Core.SubscribeAsync(context, context.RunId))
            {
                Assert.True(item.Timestamp >= at, $"{item} is at {item.Timestamp:O}, the one before it at {at:O}");
                (seen, at) = (item.Sequence, item.Timestamp);
                if (seen == 3)
                    await host.Delay(1.7);
            }

            Assert.Equal(6, seen);
            Assert.True((await running).Succeeded);
        },
        options => options.RetainedEventsPerRun = 3);

    [Fact]
    public void AnswerAsync_AtTheMomentOfExpiry_IsToldWhetherItCounts()
    {
        var ran = new List<bool>();
        SimulatedHost.Run(100, builder => builder
            .AddTool(new ToolDefinition("guarded", "") { RequiredPermission = "use", Approval = new ToolApprovalPolicy(Second) }, (_, _) => new ValueTask<ContextValue>("ran"))
            .AddAgent("asker", async (execution, token) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("guarded", default, token)).Succeeded)), async host =>
        {
            var context = host.ContextOf("ann");
            var running = host.Core.ExecuteAsync("asker", context, "go");
            var counted = false;
            await foreach (var item in host.Core.SubscribeAsync(context, context.RunId))
                if (item is ToolApprovalRequested requested)
                {
                    await Task.Delay(requested.ExpiresAt - host.Clock.GetUtcNow(), host.Clock);
                    counted = await host.Approvals.AnswerAsync(host.ContextOf("ann"), requested.ApprovalId, approved: true);
                }

            ran.Add((await running).EnsureSuccess().Value.AsBoolean());
            Assert.Equal(ran[^1], counted);
        });

        // Both happen: else the schedules showed nothing.
        Assert.Contains(true, ran);
        Assert.Contains(false, ran);
    }

    [Fact]
    public void RunAsync_MessageWithoutAThread_GetsOneFromTheHostsEntropy()
    {
        var threads = new List<ThreadId>();
        for (var i = 0; i < 2; i++)
            SimulatedHost.Run(1, builder => builder.AddAgent("echo", (execution, _) => AgentOutput.FromValue(execution.Input)), async host =>
            {
                var events = new RecordingEventSink();
                var owner = new Owner(new UserId("ann"));
                var response = await host.Connections.ExecuteAsync(new AgentConnection(new ConnectionId("c"), owner, events), Encoding.UTF8.GetBytes("""{"type":"run","agent":"echo","input":"x"}"""));
                Assert.True(response.Succeeded);
                threads.Add(events.EventsOf(owner)[0].ThreadId);
            });

        Assert.Equal(threads[0], threads[1]);
    }
}
