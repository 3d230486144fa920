using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class MemoryTests
{
    [Fact]
    public async Task Retention_Over_NothingOfTheRunIsReachable()
    {
        var traces = new Traces();
        await using var host = Host(traces);
        await RunAsync(host, traces);
        Assert.True(traces.Count >= 8);

        host.Advance(TimeSpan.FromMinutes(3));

        Assert.Empty(await traces.AliveAsync());
    }

    [Fact]
    public async Task Ended_StillRetained_NothingOfItsAgentsIsReachable()
    {
        var traces = new Traces();
        await using var host = Host(traces);
        await RunAsync(host, traces);

        Assert.DoesNotContain(await traces.AliveAsync(), what => what.Split(' ')[0] is "agent" or "execution" or "session");
    }

    [Fact]
    public async Task Cancelled_AndOver_NothingOfTheRunIsReachable()
    {
        var traces = new Traces();
        await using var host = Host(traces);
        await RunAndCancelAsync(host, traces);

        host.Advance(TimeSpan.FromMinutes(3));

        Assert.Empty(await traces.AliveAsync());
    }

    [Fact]
    public async Task Waited_CancelledRefusedOrBegunAndOver_NothingOfTheRunsIsReachable()
    {
        var traces = new Traces();
        await using var host = Host(traces);
        await RunAndWaitAsync(host, traces);
        Assert.True(traces.Count >= 9);

        host.Advance(TimeSpan.FromMinutes(3));

        Assert.Empty(await traces.AliveAsync());
    }

    private static TestHost Host(Traces traces) => new(builder =>
    {
        builder.Services.AddSingleton(traces);
        builder.Services.AddScoped<Session>();
        builder.AddAgent<Child>("child").AddAgent<Parent>("parent");
    });

    /// <summary>On a task of its own, so that no local of this test keeps what was made.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task RunAsync(TestHost host, Traces traces) => Task.Run(async () =>
    {
        var context = host.Context();
        traces.Add("context", context);
        var result = await host.Core.ExecuteAsync("parent", context, "");
        traces.Add("result", result);
        traces.Add("output", result.EnsureSuccess());
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task RunAndCancelAsync(TestHost host, Traces traces) => Task.Run(async () =>
    {
        using var source = new CancellationTokenSource();
        var context = host.Context();
        traces.Add("context", context);
        await foreach (var item in host.Core.StreamAsync("parent", context, "hang", source.Token))
        {
            traces.Add("event", item);
            if (item is AgentThinking)
            {
                Assert.True(await host.Core.CancelAsync(context, context.RunId, source.Token));
            }
        }
    });

    /// <summary>One that has the turn, one that waits and is cancelled, one that is refused, one that waits and begins.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task RunAndWaitAsync(TestHost host, Traces traces) => Task.Run(async () =>
    {
        var context = host.Context();
        traces.Add("context", context);
        await foreach (var item in host.Core.StreamAsync("parent", context, new AgentRequest("hang") { Turns = TurnMode.Enqueue }))
        {
            if (item is AgentThinking)
            {
                var (cancelled, refused, later) = (host.Context(), host.Context(), host.Context());
                traces.Add("context of the cancelled", cancelled);
                traces.Add("context of the refused", refused);
                traces.Add("context of the later", later);
                var waiting = host.Core.ExecuteAsync("parent", cancelled, new AgentRequest("") { Turns = TurnMode.Enqueue }).AsTask();
                var next = host.Core.ExecuteAsync("parent", later, new AgentRequest("") { Turns = TurnMode.Enqueue }).AsTask();
                traces.Add("result of the refused", await host.Core.ExecuteAsync("parent", refused, new AgentRequest("") { Turns = TurnMode.Reject }));
                Assert.True(await host.Core.CancelAsync(cancelled, cancelled.RunId));
                traces.Add("result of the cancelled", await waiting);
                Assert.True(await host.Core.CancelAsync(context, context.RunId));
                traces.Add("result of the later", (await next).EnsureSuccess());
            }
        }
    });

    private sealed class Traces
    {
        private readonly ConcurrentQueue<(string What, WeakReference Object)> _all = new();

        internal int Count => _all.Count;

        internal void Add(string what, object made) => _all.Enqueue((what, new WeakReference(made)));

        /// <summary>What a collection doesn't free. A pool thread lets go of the last thing it ran when it runs the next, so that each gets something, however many there are and however busy they are.</summary>
        internal async Task<IReadOnlyList<string>> AliveAsync()
        {
            for (var i = 0; i < 200 && _all.Any(trace => trace.Object.IsAlive); i++)
            {
                using var allAtWork = new CountdownEvent(ThreadPool.ThreadCount);
                await Task.WhenAll(Enumerable.Range(0, allAtWork.InitialCount).Select(_ => Task.Run(() =>
                {
                    allAtWork.Signal();
                    allAtWork.Wait(TimeSpan.FromMilliseconds(20));
                })));
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
            }

            return [.. _all.Where(trace => trace.Object.IsAlive).Select(trace => trace.What)];
        }
    }

    private sealed class Session;

    private sealed class Child(Traces traces, Session session) : IAgent
    {
        public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            traces.Add("agent child", this);
            traces.Add("execution child", execution);
            traces.Add("session child", session);
            if (execution.Input == "hang")
            {
                execution.Events.Thinking("for ever");
                await Task.Delay(Timeout.InfiniteTimeSpan, execution.TimeProvider, cancellationToken);
            }

            return AgentOutput.FromText("child");
        }
    }

    private sealed class Parent(Traces traces, Session session, UserExecutionContext context) : IAgent
    {
        public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            traces.Add("agent parent", this);
            traces.Add("execution parent", execution);
            traces.Add("session parent", session);
            Assert.Same(execution.Context, context);
            (await execution.Tools.DispatchAsync("echo", ContextValue.Null, cancellationToken)).EnsureSuccess();
            return (await execution.CallAgentAsync("child", execution.Input, cancellationToken)).EnsureSuccess();
        }
    }
}
