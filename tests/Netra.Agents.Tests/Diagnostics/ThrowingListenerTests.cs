using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class ThrowingListenerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logger_Throws_RunsEndAsTheyWould(bool whenAsked)
    {
        var logger = new ThrowingLogger(whenAsked);
        await AssertRunsAsync(builder => builder.Services.AddSingleton<ILoggerFactory>(logger));

        Assert.True(logger.Thrown > 0);
    }

    [Fact]
    public async Task MeterListener_Throws_RunsEndAsTheyWould()
    {
        var thrown = 0;
        using var measured = new Measurements(() =>
        {
            Interlocked.Increment(ref thrown);
            throw new FormatException();
        });

        await AssertRunsAsync(builder => builder.Services.AddSingleton<IMeterFactory>(measured));

        Assert.True(thrown > 0);
        Assert.Equal(0, measured.Sum("netra.agents.runs.live"));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("start")]
    [InlineData("stop")]
    public async Task ActivityListener_Throws_RunsEndAsTheyWould(string when)
    {
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        var thrown = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == NetraAgentsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                ThrowIfMine("sample", options.TraceId);
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = activity => ThrowIfMine("start", activity.TraceId),
            ActivityStopped = activity => ThrowIfMine("stop", activity.TraceId),
        };
        ActivitySource.AddActivityListener(listener);

        await AssertRunsAsync(_ => { });

        Assert.True(thrown > 0);
        Assert.Same(caller, Activity.Current);

        void ThrowIfMine(string now, ActivityTraceId trace)
        {
            if (now == when && trace == caller.TraceId)
            {
                Interlocked.Increment(ref thrown);
                throw new FormatException();
            }
        }
    }

    private static async Task AssertRunsAsync(Action<INetraAgentsBuilder> register)
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder =>
        {
            register(builder);
            builder.AddTool("fail", "Fails.", void () => throw new FormatException(), tool => tool.RequirePermission(TestHost.Permission));
            builder.AddAgent("failing", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new FormatException());
            builder.AddAgent("hanging", async (_, _) =>
            {
                await stage.HangAsync();
                return AgentOutput.FromText("");
            });
            builder.AddAgent("calling", async (execution, _) =>
            {
                (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
                var failed = await execution.CallAgentAsync("failing", "");
                var tool = await execution.Tools.DispatchAsync("fail", ContextValue.Null);
                await execution.Tools.DispatchAsync("none", ContextValue.Null);
                return AgentOutput.FromText($"{failed.Error!.Code} {tool.Error!.Code}");
            });
        });

        Assert.Equal("agent_failed tool_failed", (await host.Core.ExecuteAsync("calling", host.Context(), "")).EnsureSuccess().Text);
        Assert.Equal("agent_failed", (await host.Core.ExecuteAsync("failing", host.Context(), "")).Error!.Code);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("hanging", context, new AgentRequest("") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } }).AsTask();
        await stage.Reached;
        host.Advance(2);
        Assert.Equal("execution_deadline", (await running).Error!.Code);
        RunInvariants.Check(host.Log(context));
    }

    private sealed class ThrowingLogger(bool whenAsked) : ILoggerFactory, ILogger
    {
        private int _thrown;

        internal int Thrown => Volatile.Read(ref _thrown);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => throw Fault();

        public bool IsEnabled(LogLevel logLevel) => whenAsked ? throw Fault() : true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw Fault();

        private FormatException Fault()
        {
            Interlocked.Increment(ref _thrown);
            return new FormatException();
        }
    }
}
