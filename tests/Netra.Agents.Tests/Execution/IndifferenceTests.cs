using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

/// <summary>Who watches, and how badly, makes no difference to a run.</summary>
public sealed class IndifferenceTests
{
    [Fact]
    public async Task Run_SinkThrows_IsUnaffected()
    {
        await using var host = new TestHost(builder => builder.AddEventSink(new Sink(_ => throw new FormatException()), options => options.Attempts = 1));
        var context = host.Context();

        Assert.True((await host.Core.ExecuteAsync("echo", context, "")).Succeeded);

        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Run_SinkHangs_IsUnaffectedAndSoAreOtherSinks()
    {
        using var stage = new Stage();
        var other = new RecordingEventSink();
        await using var host = new TestHost(builder => builder
            .AddEventSink(new Sink(_ => new ValueTask(stage.HangAsync())))
            .AddEventSink(other));
        var context = host.Context();

        Assert.True((await host.Core.ExecuteAsync("echo", context, "")).Succeeded);
        await stage.Reached;

        RunInvariants.Check(host.Log(context));
        Assert.True((await host.Core.ExecuteAsync("echo", host.Context(), "")).Succeeded);
        stage.Release();
        await host.Provider.DisposeAsync();
        Assert.Equal(4, other.EventsOf(context.Owner).Count);
    }

    [Fact]
    public async Task Run_SinkBlocksItsThread_IsUnaffected()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddEventSink(new Sink(_ =>
        {
            stage.Reach();
            stage.Block.Wait(CancellationToken.None);
            return ValueTask.CompletedTask;
        })));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("echo", context, "").AsTask();
        await stage.Reached;

        Assert.True((await running).Succeeded);

        RunInvariants.Check(host.Log(context));
        stage.Release();
    }

    [Fact]
    public async Task Run_LoggerThrows_IsUnaffected()
    {
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(new CallbackLoggerFactory(() => throw new FormatException()));
            builder.AddAgent("subject", (_, _) => (AgentOutput)null!);
        });

        Assert.Equal("no_output", (await host.Core.ExecuteAsync("subject", host.Context(), "")).Error!.Code);
    }

    [Fact]
    public async Task Run_NobodyWaitsOrReads_Completes()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText(""); }));
        var context = host.Context();
        _ = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        stage.Release();

        Assert.IsType<AgentCompleted>((await host.EventsAsync(host.Context(), context.RunId))[^1]);
    }

    [Fact]
    public async Task Run_CallersContinuationBlocks_HoldsUpNobodyElsesDeadline()
    {
        using var stage = new Stage();
        using var blocked = new ManualResetEventSlim();
        await using var host = new TestHost(builder => builder.AddAgent(
            "subject", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText(""); }, new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) }));
        var ticking = 0;
        var ranInsideOfTheTick = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocking = host.Core.ExecuteAsync("subject", host.Context(), "a").AsTask().ContinueWith(
            _ =>
            {
                var inside = Environment.CurrentManagedThreadId == Volatile.Read(ref ticking);
                ranInsideOfTheTick.SetResult(inside);
                if (!inside)
                {
                    blocked.Wait(CancellationToken.None);
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var other = host.Core.ExecuteAsync("subject", host.Context(), "b").AsTask();

            // The watchdog's ticks run inside of this call, on this thread.
            Volatile.Write(ref ticking, Environment.CurrentManagedThreadId);
            host.Advance(1);
            Volatile.Write(ref ticking, 0);

            Assert.Equal(ExecutionStatus.TimedOut, (await other).Status);
            Assert.False(await ranInsideOfTheTick.Task);
        }
        finally
        {
            blocked.Set();
        }

        await blocking;
    }

    private sealed class Sink(Func<AgentEvent, ValueTask> send) : IAgentEventSink
    {
        public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => send(agentEvent);
    }
}
