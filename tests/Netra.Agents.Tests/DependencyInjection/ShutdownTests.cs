using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class ShutdownTests
{
    private readonly ProbeLog _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_RunsLive_EndCancelledAndTheirScopesWhenTheirCodeEnds(bool asynchronous)
    {
        using var stage = new Stage();
        var sink = new RecordingEventSink();
        await using var host = new TestHost(builder =>
        {
            _log.Register(builder);
            builder.AddEventSink(sink).AddAgent("subject", async (execution, _) =>
            {
                execution.Services.GetRequiredService<Probe>();
                if (_log.Made.Count == 2)
                {
                    stage.Reach();
                }

                await stage.Released;
                return AgentOutput.FromText("late");
            });
        });
        var (alice, bob) = (host.Context("alice"), host.Context("bob"));
        var (core, running) = (host.Core, new[] { host.Core.ExecuteAsync("subject", alice, "").AsTask(), host.Core.ExecuteAsync("subject", bob, "").AsTask() });
        await stage.Reached;

        await DisposeAsync(host.Provider, asynchronous);

        foreach (var result in await Task.WhenAll(running))
        {
            Assert.Equal(ExecutionStatus.Cancelled, result.Status);
            Assert.Equal("shutting_down", result.Error!.Code);
        }

        Assert.Equal("shutting_down", (await core.ExecuteAsync("subject", host.Context(), "")).Error!.Code);
        Assert.All(_log.Made, probe => Assert.Equal(0, probe.Disposals));
        stage.Release();
        await Task.WhenAll(_log.Made.Select(probe => probe.Disposed));
    }

    [Fact]
    public async Task DisposeAsync_SinkBehind_WaitsUntilItHasHadTheLastEvents()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new RecordingEventSink();
        var host = new TestHost(builder => builder.AddEventSink(new DelegateSink(async (item, token) =>
        {
            await gate.Task;
            await sink.SendAsync(item, token);
        })));
        var context = host.Context();
        (await host.Core.ExecuteAsync("echo", context, "")).EnsureSuccess();

        var disposing = host.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        gate.SetResult();
        await disposing.Soon();

        Assert.Equal([typeof(AgentStarted), typeof(AgentCompleted)], sink.EventsOf(context.Owner).Select(item => item.GetType()));
    }

    [Fact]
    public async Task Dispose_SinkHangs_DoesNotWait()
    {
        var sending = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = new TestHost(builder => builder.AddEventSink(new DelegateSink(async (_, token) =>
        {
            sending.TrySetResult(token);
            await new TaskCompletionSource().Task;
        }))).Provider;
        await host.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("echo", UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New()), "");
        var token = await sending.Task.Soon();

        await Task.Run(host.Dispose, CancellationToken.None).Soon();

        await Patience.CancelledAsync(token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_Twice_IsAsOnce(bool asynchronous)
    {
        await using var host = new TestHost(builder => builder.AddEventSink(new RecordingEventSink()));
        (await host.Core.ExecuteAsync("echo", host.Context(), "")).EnsureSuccess();

        await DisposeAsync(host.Provider, asynchronous);
        await DisposeAsync(host.Provider, !asynchronous);
    }

    [Fact]
    public async Task Dispose_HostNeverUsed_MakesNothing()
    {
        var made = 0;
        var services = new ServiceCollection();
        services.AddSingleton(_ => { made++; return TimeProvider.System; });
        services.AddNetraAgents().AddAgent("", (_, _) => AgentOutput.FromText(""));

        await services.BuildServiceProvider().DisposeAsync();

        Assert.Equal(0, made);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_SinksAndMiddlewareThatTheHostMade_AreDisposedAndGivenOnesAreNot(bool asynchronous)
    {
        var (made, given) = (new List<string>(), new List<string>());
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(made);
            builder.AddEventSink<OwnedSink>().UseMiddleware<OwnedMiddleware>();
            builder.AddEventSink(new OwnedSink(given)).UseMiddleware(new OwnedMiddleware(given));
        });
        (await host.Core.ExecuteAsync("echo", host.Context(), "")).EnsureSuccess();

        await DisposeAsync(host.Provider, asynchronous);

        Assert.Equal(["middleware", "sink"], Copy(made).Where(item => !item.StartsWith("sent", StringComparison.Ordinal)).Order());
        Assert.All(Copy(given), item => Assert.StartsWith("sent", item, StringComparison.Ordinal));
        if (asynchronous)
        {
            Assert.InRange(Copy(made).IndexOf("sent agent_completed"), 0, Copy(made).IndexOf("sink"));
        }
    }

    private static async Task DisposeAsync(ServiceProvider provider, bool asynchronous)
    {
        if (asynchronous)
        {
            await provider.DisposeAsync().Soon();
        }
        else
        {
            // On a thread of its own: one that blocks fails its test instead of holding up the suite.
            await Task.Run(provider.Dispose, CancellationToken.None).Soon();
        }
    }

    private sealed class OwnedSink(List<string> notes) : IAgentEventSink, IDisposable
    {
        public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
        {
            Note(notes, agentEvent is AgentCompleted ? "sent agent_completed" : "sent");
            return default;
        }

        public void Dispose() => Note(notes, "sink");
    }

    private sealed class OwnedMiddleware(List<string> notes) : IAgentMiddleware, IDisposable
    {
        public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken) => next(execution, cancellationToken);

        public void Dispose() => Note(notes, "middleware");
    }

    private static void Note(List<string> notes, string note)
    {
        lock (notes)
        {
            notes.Add(note);
        }
    }

    private static List<string> Copy(List<string> notes)
    {
        lock (notes)
        {
            return [.. notes];
        }
    }
}
