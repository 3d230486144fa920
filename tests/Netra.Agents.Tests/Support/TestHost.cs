using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Execution;

namespace Netra.Agents.Tests.Support;

/// <summary>A host on a clock that only the test moves.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    internal const string Permission = "use";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    internal TestHost(Action<INetraAgentsBuilder>? register = null, Action<NetraAgentsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IMeterFactory>(Meters);
        var builder = services.AddNetraAgents(options =>
        {
            options.Timeouts = new AgentTimeouts { Run = Long, Queue = Long, Execution = Long, Idle = Long };

            // All these tests share one thread; those of the turns say what they want.
            options.Scheduling.Turns = TurnMode.Parallel;
        });
        if (configure is not null)
        {
            services.AddNetraAgents(configure);
        }

        builder.AddAgent("echo", (execution, _) => AgentOutput.FromValue(execution.Input));
        builder.AddTool("echo", "Gives back what it is given.", (string? text = null) => text, tool => tool.RequirePermission(Permission));
        register?.Invoke(builder);
        Provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal TestMeters Meters { get; } = new();

    internal ServiceProvider Provider { get; }

    internal IAgentExecutionCore Core => Provider.GetRequiredService<IAgentExecutionCore>();

    internal IToolDispatcher Tools => Provider.GetRequiredService<IToolDispatcher>();

    internal IToolApprovals Approvals => Provider.GetRequiredService<IToolApprovals>();

    internal IWorkflowOrchestrator Workflows => Provider.GetRequiredService<IWorkflowOrchestrator>();

    internal IStateManager State => Provider.GetRequiredService<IStateManager>();

    /// <summary>A context of its own run, which grants what the tools of these tests need.</summary>
    internal UserExecutionContext Context(string user = "alice", RunId? runId = null, Grants? grants = null, int maxDepth = 32) =>
        UserExecutionContext.FromRequest(
            new UserId(user), new ThreadId("thread"), grants ?? Grants.Of(Permission),
            new ContextOptions { RunId = runId, MaxDepth = maxDepth, TimeProvider = Clock });

    /// <summary>Moves the clock as a process that isn't starved would see it move: tick by tick.</summary>
    internal void Advance(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            Clock.Advance(left < Step ? left : Step);
        }
    }

    internal void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The names of the steps' events, as far as the log has them, such as <c>a started</c>.</summary>
    internal IReadOnlyList<string> Steps(UserExecutionContext context) =>
    [
        .. Log(context).Select(item => item switch
        {
            StepStarted x => $"{x.Step} started",
            StepCompleted x => $"{x.Step} completed",
            StepFailed x => $"{x.Step} failed: {x.Error.Code}",
            StepSkipped x => $"{x.Step} skipped: {x.Reason}",
            WorkflowWaiting x => $"{x.Wait.Step} waits",
            _ => "",
        }).Where(name => name.Length > 0),
    ];

    /// <summary>What the run's log holds by now.</summary>
    internal IReadOnlyList<AgentEvent> Log(UserExecutionContext context)
    {
        var cursor = ((AgentExecutionCore)Core).Subscribe(context, context.RunId, 0);
        var events = new List<AgentEvent>();
        while (cursor.TryRead(out var item))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>Checks the log, which tells of an end in the same step; the caller's task learns of it a little later.</summary>
    internal void AssertLive(UserExecutionContext context) => Assert.DoesNotContain(Log(context), item => item.EndsRun);

    /// <summary>Stops the host as its container would, while runs may be live.</summary>
    internal void Stop() => Provider.GetRequiredService<HostComposition>().Dispose();

    internal async Task<IReadOnlyList<AuditEntry>> AuditOf(UserExecutionContext context) =>
        await Provider.GetRequiredService<IAuditTrail>().ListAsync(context);

    internal async Task<IReadOnlyList<AgentEvent>> EventsAsync(UserExecutionContext context, RunId runId, long after = 0)
    {
        var events = new List<AgentEvent>();
        await foreach (var item in Core.SubscribeAsync(context, runId, after))
        {
            events.Add(item);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        Meters.Dispose();
    }
}
