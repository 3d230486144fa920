using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class PrivacyTests : IDisposable
{
    /// <summary>In every part of a run that a user's data could stand in.</summary>
    private const string Secret = "hush-hush";

    private readonly CapturedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Telemetry_OfRunsThatEndInEveryWay_ShowsNothingOfTheUser()
    {
        using var spans = new Spans();
        using var measured = new Measurements();
        using var stage = new Stage();
        await using (var host = Host(measured, stage))
        {
            foreach (var agent in new[] { "completing", "throwing", "denied" })
            {
                await host.Core.ExecuteAsync(agent, Context(), Secret);
            }

            var cancelled = Context();
            var running = host.Core.ExecuteAsync("hanging", cancelled, Secret).AsTask();
            var timed = host.Core.ExecuteAsync("hanging", Context(), new AgentRequest(Secret) { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } }).AsTask();
            await host.Core.CancelAsync(cancelled, cancelled.RunId);
            host.Advance(2);
            await Task.WhenAll(running, timed);
        }

        Assert.All(measured.Lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
        Assert.All(spans.Started, span => Assert.DoesNotContain(
            Secret, string.Join(' ', [span.DisplayName, span.OperationName, span.StatusDescription, .. span.TagObjects.Select(tag => tag.Value), .. span.Events.Select(item => item.Name), .. span.Baggage.Select(item => item.Value)]), StringComparison.Ordinal));
        Assert.All(_logs.Lines.Where(line => line.Id is not (2 or 4)), line => Assert.DoesNotContain(Secret, line.Everything, StringComparison.Ordinal));
        Assert.True(spans.Stopped.Count >= 7);
        Assert.Contains(measured.Lines, line => line.EndsWith("outcome=timed_out", StringComparison.Ordinal));
        Assert.Superset(new HashSet<int> { 1, 2, 3, 4, 5, 6, 9 }, _logs.Lines.Select(line => line.Id).ToHashSet());
    }

    [Fact]
    public async Task Exceptions_AreLoggedAtTraceOnlyAndElsewhereByTypeAlone()
    {
        using var stage = new Stage();
        using var measured = new Measurements();
        await using var host = Host(measured, stage);

        await host.Core.ExecuteAsync("throwing", Context(), Secret);
        await host.Core.ExecuteAsync("completing", Context(), Secret);

        var withException = _logs.Lines.Where(line => line.Exception is not null).ToList();
        Assert.Equal([2, 4], withException.Select(line => line.Id).Distinct().Order());
        Assert.All(withException, line => Assert.Equal(LogLevel.Trace, line.Level));
        Assert.All(_logs.Lines.Where(line => line.Level == LogLevel.Trace), line => Assert.Contains(line.Id, new[] { 2, 4 }));
        Assert.Contains(_logs.Lines, line => line.Id == 1 && line.Values["ExceptionType"] == nameof(FormatException));
    }

    [Fact]
    public async Task OwnerInLogs_IsThePseudonymOfTheHostsKey()
    {
        var key = new byte[16];
        var lines = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            var logs = new CapturedLogs();
            await using var host = new TestHost(
                builder =>
                {
                    builder.Services.AddSingleton<ILoggerFactory>(logs);
                    builder.AddAgent("throwing", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new FormatException());
                },
                options => options.LogPseudonymKey = key);
            await host.Core.ExecuteAsync("throwing", host.Context(), Secret);
            lines.Add(Assert.Single(logs.Lines, line => line.Id == 1).Values["OwnerHash"]);
        }

        Assert.Equal(new Netra.Agents.Diagnostics.OwnerPseudonym(key).Of(new Owner(new UserId("alice"))), lines[0]);
        Assert.Equal(lines[0], lines[1]);
    }

    private static UserExecutionContext Context() => UserExecutionContext.FromRequest(
        new Owner(new TenantId(Secret), new UserId(Secret)), new ThreadId(Secret), Grants.Of("use"),
        new ContextOptions { AgentContext = ContextData.Of((Secret, Secret)), AuditMetadata = ContextData.Of((Secret, Secret)), CorrelationId = Secret });

    private TestHost Host(Measurements measured, Stage stage) => new(builder =>
    {
        builder.Services.AddSingleton<ILoggerFactory>(_logs).AddSingleton<IMeterFactory>(measured).AddScoped<Undisposable>();
        builder.AddEventSink(new DelegateSink((_, _) => throw new FormatException(Secret)), options => options.Attempts = 1);
        builder.AddToolAuthorizer(new Undecided());
        builder.AddTool("fail", "Fails.", void (string text) => throw new FormatException(text), tool => tool.RequirePermission("use"));
        builder.AddTool("tell", "Fails with a code of its own.", void (string text) => throw new ToolException("told", text), tool => tool.RequirePermission("use"));
        builder.AddTool("undecided", "Nobody decides.", () => 1, tool => tool.RequirePermission("use"));
        builder.AddTool("forbidden", "Nobody may.", () => 1, tool => tool.RequirePermission("more"));
        builder.AddAgent("completing", CompleteAsync);
        builder.AddAgent("throwing", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new FormatException(Secret));
        builder.AddAgent("denied", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("forbidden", ContextValue.Null)).EnsureSuccess()));
        builder.AddAgent("hanging", async (_, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText(Secret);
        });
    });

    private static async ValueTask<AgentOutput> CompleteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        _ = execution.Services.GetRequiredService<Undisposable>();
        execution.Events.Text(Secret);
        execution.Events.Thinking(Secret);
        execution.Events.Progress(Secret);
        await execution.State.SetAsync(StateScope.User, Secret, Secret, cancellationToken);
        foreach (var tool in new[] { "echo", "fail", "tell", "undecided", "forbidden", Secret })
        {
            await execution.Tools.DispatchAsync(tool, ContextValue.Map(("text", Secret)), cancellationToken);
        }

        await execution.Tools.DispatchAsync("undecided", ContextValue.Null, cancellationToken);
        await execution.Tools.DispatchAsync("echo", ContextValue.Map((Secret, Secret)), cancellationToken);
        await execution.CallAgentAsync("throwing", Secret, cancellationToken);
        return AgentOutput.FromText(Secret);
    }

    private sealed class Undisposable : IDisposable
    {
        public void Dispose() => throw new FormatException(Secret);
    }

    private sealed class Undecided : IToolAuthorizer
    {
        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) =>
            request.Tool.Name == "undecided" ? throw new FormatException(Secret) : new(ToolDecision.Abstain);
    }
}
