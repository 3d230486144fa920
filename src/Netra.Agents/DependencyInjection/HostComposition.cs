using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Agents.Audit;
using Netra.Agents.Connections;
using Netra.Agents.Diagnostics;
using Netra.Agents.Events;
using Netra.Agents.Execution;
using Netra.Agents.Scheduling;
using Netra.Agents.State;
using Netra.Agents.Tools;
using Netra.Agents.Workflows;

namespace Netra.Agents.DependencyInjection;

/// <summary>The one place where the rooms are put together. Made at first use, when all registrations are known; stops in order.</summary>
internal sealed class HostComposition : IDisposable, IAsyncDisposable
{
    private readonly AgentExecutionCore _core;
    private readonly Watchdog _watchdog;
    private readonly WaitAlarms _alarms;
    private readonly SinkPump[] _pumps;
    private readonly ToolAudit _toolAudit;
    private readonly AuditTrail? _trail;

    private HostComposition(AgentExecutionCore core, Watchdog watchdog, WaitAlarms alarms, SinkPump[] pumps, ToolAudit toolAudit, AuditTrail? trail) =>
        (_core, _watchdog, _alarms, _pumps, _toolAudit, _trail) = (core, watchdog, alarms, pumps, toolAudit, trail);

    internal IAgentExecutionCore Core => _core;
    internal required IToolDispatcher Tools { get; init; }
    internal required IToolApprovals Approvals { get; init; }
    internal required IStateManager State { get; init; }
    internal required IWorkflowOrchestrator Workflows { get; init; }
    internal required IOwnerData OwnerData { get; init; }
    internal required RunDirectory Directory { get; init; }
    internal required RunRegistry Runs { get; init; }
    internal required IConnectionExecutor Connections { get; init; }

    /// <exception cref="NetraAgentsConfigurationException">The registrations have faults; it lists all of them.</exception>
    internal static HostComposition Build(IServiceProvider provider)
    {
        var set = provider.GetRequiredService<RegistrationSet>();
        var checkedSet = RegistrationCheck.Check(set, provider);
        var options = set.Options;
        var clock = provider.GetRequiredService<TimeProvider>();
        var entropy = provider.GetRequiredService<IEntropySource>();
        var trail = provider.GetRequiredService<IAuditTrail>();
        var scheduler = Scheduler(provider);
        var scopes = provider.GetRequiredService<IServiceScopeFactory>();
        var store = provider.GetRequiredService<IStateStore>();
        var diagnostics = provider.GetRequiredService<AgentDiagnostics>();
        var counters = new EventDiagnostics(diagnostics);
        var settings = Settings(options);
        var writes = new StateWrites(clock, options.RunStateRetention, options.MaxStateValueSize, options.HistoryTurnsPerThread);

        var places = new WaitingPlaces(options.Scheduling.MaxWaitingRuns);
        var directory = new RunDirectory(
            settings, new RunSlots(options.Scheduling.MaxRuns, places), places, new OwnerShares(options.Scheduling, diagnostics.OwnerClassFailed));
        var audit = new AuditRecorder(trail, options.Audit, clock, diagnostics);
        var toolAudit = new ToolAudit(audit, scheduler, diagnostics);
        var approvals = new ToolApprovals(audit, clock);
        var tools = new ToolDispatcher(
            new ToolRegistry(checkedSet.Tools, options.MaxToolCallsPerOwner), new ToolSources([.. provider.GetServices<IToolSource>()], checkedSet.Compile, diagnostics),
            provider.GetServices<IToolAuthorizer>(), provider.GetServices<IToolLimiter>(),
            approvals, toolAudit, scopes, clock, entropy, diagnostics, directory);
        SinkPump[] pumps = [.. set.Sinks.Select(sink => new SinkPump(sink.Make(provider), sink.Options, clock, counters, scheduler))];
        var ledger = provider.GetRequiredService<IBudgetLedger>();
        var budgets = new Budgets(options.Budgets, options.Scheduling.ClassOf is not null, ledger is not InMemoryBudgetLedger, ledger, diagnostics);
        var engine = new ExecutionEngine(settings, new AgentRegistry(checkedSet.Agents), tools, store, writes, directory, scopes, clock, entropy, diagnostics, budgets, counters, pumps);
        var watchdog = new Watchdog(directory, settings, clock, diagnostics);
        var core = new AgentExecutionCore(engine, watchdog, [.. provider.GetServices<IRunLimiter>()]);
        var workflows = new WorkflowOrchestrator(checkedSet.Workflows, core, audit, clock, entropy);
        var alarms = checkedSet.Workflows.Alarms;
        alarms.Resume = (context, runId) => workflows.TakeOnAsync(context, runId);
        var runs = new RunRegistry(directory, core, diagnostics, clock);
        return new HostComposition(core, watchdog, alarms, pumps, toolAudit, trail as AuditTrail)
        {
            Tools = tools,
            Approvals = approvals,
            State = new StateManager(store, writes, directory),
            Workflows = workflows,
            OwnerData = new OwnerData(directory, store, trail),
            Directory = directory,
            Runs = runs,
            Connections = new ConnectionExecutor(core, workflows, runs, approvals, audit, clock, entropy),
        };
    }

    internal static IAuditTrail AuditTrail(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<RegistrationSet>().Options.Audit;
        List<string> faults = [.. options?.Faults("NetraAgentsOptions.Audit") ?? ["NetraAgentsOptions.Audit is null."]];
        return faults.Count > 0
            ? throw new NetraAgentsConfigurationException(faults)
            : new AuditTrail(
                provider.GetRequiredService<IAuditStore>(), provider.GetRequiredService<IAuditAnchor>(), provider.GetRequiredService<IAuditKeyProvider>(), options!,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IEntropySource>(), Scheduler(provider), provider.GetRequiredService<AgentDiagnostics>());
    }

    internal static ILogger Logger(ILoggerFactory? factory) =>
        factory is null ? NullLogger.Instance : new GuardedLogger(factory.CreateLogger("Netra.Agents"));

    internal static InMemoryStateStore StateInMemory(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeProvider>(),
        new InMemoryStateLimits { EpochRetention = provider.GetRequiredService<RegistrationSet>().Options.RunStateRetention });

    internal static OwnerPseudonym Pseudonym(IServiceProvider provider)
    {
        if (provider.GetRequiredService<RegistrationSet>().Options.LogPseudonymKey is { } given)
        {
            return new OwnerPseudonym([.. given]);
        }

        var key = new byte[32];
        provider.GetRequiredService<IEntropySource>().Fill(key);
        return new OwnerPseudonym(key);
    }

    /// <summary>Stops without waiting for what is still to be sent; <see cref="DisposeAsync"/> waits.</summary>
    public void Dispose()
    {
        _core.Stop();
        _alarms.Dispose();
        _watchdog.Dispose();
        foreach (var pump in _pumps)
        {
            pump.Dispose();
        }

        _trail?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _core.Stop();
        _alarms.Dispose();
        _watchdog.Dispose();
        await Task.WhenAll(_pumps.Select(pump => pump.DisposeAsync().AsTask()));

        // What the stop cut off is an outcome too: the trail closes when it has them all.
        await _toolAudit.DrainAsync();
        if (_trail is not null)
        {
            await _trail.DisposeAsync();
        }
    }

    private static TaskScheduler Scheduler(IServiceProvider provider) => provider.GetService<TaskScheduler>() ?? TaskScheduler.Default;

    private static ExecutionSettings Settings(NetraAgentsOptions options) => new()
    {
        Timeouts = options.Timeouts,
        MaxStepsPerRun = options.MaxStepsPerRun,
        EventLog = new EventLogLimits(options.RetainedEventsPerRun, options.RetainedTextPerRun),
        RetainedRunsPerOwner = options.RetainedRunsPerOwner,
        RetainedRuns = options.RetainedRuns,
        RunRetention = options.RunRetention,
        WatchdogPeriod = options.WatchdogPeriod,
        StarvationThreshold = options.StarvationThreshold,
    };
}
