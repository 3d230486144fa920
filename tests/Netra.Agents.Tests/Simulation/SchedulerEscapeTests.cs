using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation;

/// <summary>Ways on which the core once left the scheduler that it was given. Each of these fails by itself when something does.</summary>
public sealed class SchedulerEscapeTests
{
    [Fact]
    public void ExecuteAsync_AwaitedAsATask_StaysOnTheScheduler() => SimulatedHost.Run(
        10,
        builder => builder.AddAgent("hanging", async (execution, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, execution.TimeProvider, token);
            return AgentOutput.FromText("never");
        }),
        async host =>
        {
            var asked = new AgentRequest("go") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } };
            var results = await Task.WhenAll(
                host.Core.ExecuteAsync("hanging", host.ContextOf("ann"), asked).AsTask(),
                host.Core.ExecuteAsync("hanging", host.ContextOf("ben"), asked).AsTask());
            Assert.All(results, result => Assert.Equal(ExecutionStatus.TimedOut, result.Status));
        });

    [Fact]
    public void DispatchAsync_WaitsForApproval_StaysOnTheScheduler() => SimulatedHost.Run(
        10,
        builder => builder
            .AddTool(new ToolDefinition("guarded", "") { RequiredPermission = "use", Approval = new ToolApprovalPolicy(TimeSpan.FromSeconds(1)) }, (_, _) => new ValueTask<ContextValue>("ran"))
            .AddAgent("asker", async (execution, token) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("guarded", default, token)).Succeeded)),
        async host =>
        {
            var context = host.ContextOf("ann");
            var running = host.Core.ExecuteAsync("asker", context, "go");
            await foreach (var item in host.Core.SubscribeAsync(context, context.RunId))
                if (item is ToolApprovalRequested requested)
                    Assert.True(await host.Approvals.AnswerAsync(host.ContextOf("ann"), requested.ApprovalId, approved: true));
            Assert.True((await running).EnsureSuccess().Value.AsBoolean());
        });

    // A full channel hands out waits of its own, which continue where they like unless they are awaited.
    [Fact]
    public void SendAsync_SinkThatMakesThePumpWait_StaysOnTheScheduler()
    {
        var sink = new ChannelEventSink(capacity: 1);
        SimulatedHost.Run(1, Talker(sink), async host =>
        {
            var running = host.Core.ExecuteAsync("talker", host.ContextOf("ann"), "go");
            for (var last = 0L; last < 12;)
                last = (await sink.Reader.ReadAsync()).Sequence;
            Assert.True((await running).Succeeded);
        });
    }

    [Fact]
    public void DisposeAsync_SinkThatHangs_StaysOnTheSchedulerAndEnds()
    {
        var gate = new TaskCompletionSource();
        SimulatedHost.Run(10, Talker(new DelegateSink((_, _) => new ValueTask(gate.Task))), async host => Assert.True((await host.Core.ExecuteAsync("talker", host.ContextOf("ann"), "go")).Succeeded));
    }

    // The wait and the token must not race each other: a sink that listens is told in every schedule.
    [Fact]
    public void SendAsync_TimeIsUp_SinkIsToldByItsToken()
    {
        var (sent, told) = (0, 0);
        var sink = new DelegateSink(async (_, token) =>
        {
            sent++;
            var cancelled = new TaskCompletionSource();
            using (token.Register(cancelled.SetResult))
                await cancelled.Task;
            told++;
            token.ThrowIfCancellationRequested();
        });

        SimulatedHost.Run(50, builder => builder.AddAgent("brief", (_, _) => AgentOutput.FromText("done")).AddEventSink(sink, options => options.SendTimeout = TimeSpan.FromMilliseconds(100)), async host =>
        {
            await host.Core.ExecuteAsync("brief", host.ContextOf("ann"), "go");
            await host.Delay(3);
        });

        Assert.True(sent >= 50 * 2, $"{sent} attempts");
        Assert.Equal(sent, told);
    }

    // Somebody's callback that throws ends nobody's run, and is found by nobody as a task that failed unseen.
    [Fact]
    public void Cancel_CallbackThatThrows_StaysOnTheScheduler() => SimulatedHost.Run(
        10,
        builder => builder.AddAgent("touchy", async (execution, token) =>
        {
            token.Register(() => throw new InvalidOperationException("mine"));
            await Task.Delay(Timeout.InfiniteTimeSpan, execution.TimeProvider, token);
            return AgentOutput.FromText("never");
        }),
        async host =>
        {
            var context = host.ContextOf("ann");
            var running = host.Core.ExecuteAsync("touchy", context, "go");
            await host.Delay(0.1);
            Assert.True(await host.Core.CancelAsync(context, context.RunId));
            Assert.Equal(ExecutionStatus.Cancelled, (await running).Status);
        });

    private static Action<INetraAgentsBuilder> Talker(IAgentEventSink sink) => builder => builder.AddAgent("talker", (execution, _) =>
    {
        for (var i = 0; i < 10; i++)
            execution.Events.Thinking("hm");
        return AgentOutput.FromText("done");
    }).AddEventSink(sink);

    private sealed class DelegateSink(Func<AgentEvent, CancellationToken, ValueTask> send) : IAgentEventSink
    {
        public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => send(agentEvent, cancellationToken);
    }
}
