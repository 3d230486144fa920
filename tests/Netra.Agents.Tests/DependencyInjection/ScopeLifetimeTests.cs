using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Each test disposes its stage.")]
public sealed class ScopeLifetimeTests
{
    private readonly ProbeLog _log = new();
    private readonly Stage _stage = new();

    [Theory]
    [InlineData("complete", ExecutionStatus.Completed)]
    [InlineData("complete later", ExecutionStatus.Completed)]
    [InlineData("throw", ExecutionStatus.Failed)]
    [InlineData("throw later", ExecutionStatus.Failed)]
    [InlineData("null", ExecutionStatus.Failed)]
    [InlineData("denied", ExecutionStatus.Denied)]
    public async Task Scope_AgentEndsByItself_IsDisposedOnceBeforeTheResultIsKnown(string way, ExecutionStatus status)
    {
        using var stage = _stage;
        await using var host = Host();

        var result = await host.Core.ExecuteAsync("subject", host.Context(grants: Grants.None), way);

        Assert.Equal(status, result.Status);
        Assert.Equal(2, _log.Made.Count);
        Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
    }

    [Theory]
    [InlineData("cancelled", ExecutionStatus.Cancelled)]
    [InlineData("timed out", ExecutionStatus.TimedOut)]
    [InlineData("died", ExecutionStatus.Died)]
    [InlineData("caller gone", ExecutionStatus.Cancelled)]
    [InlineData("host stopped", ExecutionStatus.Cancelled)]
    public async Task Scope_AgentIsStopped_LivesUntilItsCodeHasEnded(string way, ExecutionStatus status)
    {
        using var stage = _stage;
        await using var host = Host();
        var context = host.Context();
        var timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(way == "timed out" ? 1 : 1000), Idle = TimeSpan.FromSeconds(way == "died" ? 1 : 1000) };
        var running = host.Core.ExecuteAsync("subject", context, new AgentRequest("hang") { Timeouts = timeouts }, stage.Caller.Token).AsTask();
        await stage.Reached;

        switch (way)
        {
            case "cancelled": await host.Core.CancelAsync(host.Context(), context.RunId); break;
            case "caller gone": await stage.Caller.CancelAsync(); break;
            case "host stopped": host.Stop(); break;
            default: host.Advance(2); break;
        }

        Assert.Equal(status, (await running).Status);
        Assert.All(_log.Made, probe => Assert.Equal(0, probe.Disposals));
        stage.Release();
        await Task.WhenAll(_log.Made.Select(probe => probe.Disposed));
        Assert.Equal(2, _log.Made.Count);
        Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
    }

    [Theory]
    [InlineData("complete", null)]
    [InlineData("throw", "tool_failed")]
    [InlineData("throw later", "tool_failed")]
    public async Task ToolScope_ToolEndsByItself_IsDisposedOnceBeforeItsCallerGoesOn(string way, string? code)
    {
        using var stage = _stage;
        await using var host = Host(builder => builder.AddAgent("caller", async (execution, _) =>
        {
            var result = await execution.Tools.DispatchAsync("subject", ContextValue.Map(("way", way)));
            Assert.Equal(code, result.Error?.Code);
            Assert.Equal(2, _log.Made.Count);
            Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
            return AgentOutput.FromText("");
        }));

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();
    }

    [Theory]
    [InlineData("timed out")]
    [InlineData("given up")]
    [InlineData("run cancelled")]
    public async Task ToolScope_CallIsClosedEarly_LivesUntilTheToolsCodeHasEnded(string way)
    {
        using var stage = _stage;
        await using var host = Host(builder => builder.AddAgent("caller", async (execution, _) =>
        {
            var result = await execution.Tools.DispatchAsync("subject", ContextValue.Map(("way", "hang")), stage.Caller.Token);
            return AgentOutput.FromText(result.Error!.Code);
        }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("caller", context, "").AsTask();
        await stage.Reached;

        switch (way)
        {
            case "timed out": host.Advance(2); break;
            case "given up": await stage.Caller.CancelAsync(); break;
            default: await host.Core.CancelAsync(context, context.RunId); break;
        }

        await running;
        Assert.All(_log.Made, probe => Assert.Equal(0, probe.Disposals));
        stage.Release();
        await Task.WhenAll(_log.Made.Select(probe => probe.Disposed));
        Assert.Equal(2, _log.Made.Count);
        Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
    }

    [Fact]
    public async Task ToolScope_TwoCallsAtOnce_NeverShareAService()
    {
        using var stage = _stage;
        var here = 0;
        await using var host = Host(builder => builder
            .AddTool("meet", "Waits for the other call.", async (Probe probe) =>
            {
                if (Interlocked.Increment(ref here) == 2)
                {
                    stage.Release();
                }

                await stage.Released;
                Assert.Equal(0, probe.Disposals);
                return probe.Context.RequestId.ToString();
            }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("caller", async (execution, _) =>
            {
                var calls = await Task.WhenAll(execution.Tools.DispatchAsync("meet", ContextValue.Null).AsTask(), execution.Tools.DispatchAsync("meet", ContextValue.Null).AsTask());
                Assert.NotEqual(calls[0].EnsureSuccess().AsString(), calls[1].EnsureSuccess().AsString());
                return AgentOutput.FromText("");
            }));

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();

        Assert.Equal(2, _log.Made.Distinct().Count());
        Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
    }

    private TestHost Host(Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        _log.Register(builder);
        builder.AddAgent<Subject>("subject");
        builder.Services.AddSingleton(_stage);
        builder.Services.AddSingleton(_log);
        builder.AddTool<SubjectTool>(new ToolDefinition("subject", "Ends as it is told to.", ContextValue.FromJson("""{"type":"object","properties":{"way":{"type":"string"}}}"""))
        {
            RequiredPermission = TestHost.Permission, Timeout = TimeSpan.FromSeconds(1),
        });
        register?.Invoke(builder);
    });

    private static async ValueTask ActAsync(string way, Stage stage)
    {
        if (way.EndsWith("later", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        if (way == "hang")
        {
            await stage.HangAsync();
        }

        if (way.StartsWith("throw", StringComparison.Ordinal))
        {
            throw new FormatException();
        }
    }

    /// <summary>Disposable itself, and takes a service that is: both must be disposed.</summary>
    private sealed class Subject(Probe probe, ProbeLog log, Stage stage) : IAgent, IAsyncDisposable
    {
        private readonly Probe _own = new(probe.Context, log);

        public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            await ActAsync(execution.Input.AsString(), stage);
            if (execution.Input == "denied")
            {
                (await execution.Tools.DispatchAsync("echo", ContextValue.Null, cancellationToken)).EnsureSuccess();
            }

            return execution.Input == "null" ? null! : AgentOutput.FromText("");
        }

        public ValueTask DisposeAsync() => _own.DisposeAsync();
    }

    private sealed class SubjectTool(Probe probe, ProbeLog log, Stage stage) : ITool, IDisposable
    {
        private readonly Probe _own = new(probe.Context, log);

        public ToolDefinition Definition => throw new InvalidOperationException("A tool by type is defined where it is registered.");

        public async ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
        {
            await ActAsync(invocation.Arguments["way"].AsString(), stage);
            return ContextValue.Null;
        }

        public void Dispose() => _own.Dispose();
    }
}
