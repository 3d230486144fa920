using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The registrations of a host, made once for many worlds that follow each other on one thread. It holds nothing of a world but the slot.</summary>
internal sealed class WorldTemplate
{
    internal static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(3);
    internal static readonly TimeLimits Limits = new(IdleLimit, Longest: TimeSpan.FromSeconds(8.5));
    internal static readonly TimeSpan AuditTimeout = TimeSpan.FromMilliseconds(600);
    internal static readonly TimeSpan SendTimeout = TimeSpan.FromMilliseconds(400);

    private WorldTemplate(bool hasSink, bool isTight, bool hasLogs)
    {
        HasSink = hasSink;
        var services = new ServiceCollection();
        services.AddScoped<Session>();
        if (hasLogs)
            services.AddSingleton<ILoggerFactory>(new WorldLogs(Slot));
        var builder = services.AddNetraAgents(options =>
        {
            options.Scheduling.Turns = TurnMode.Parallel;
            options.Timeouts = new AgentTimeouts { Run = TimeSpan.FromSeconds(12), Execution = TimeSpan.FromSeconds(8), Idle = IdleLimit };
            options.ToolTimeout = TimeSpan.FromSeconds(2);
            options.WatchdogPeriod = TimeSpan.FromMilliseconds(500);
            options.Audit.WriteTimeout = AuditTimeout * 4;
            options.RunRetention = TimeSpan.FromSeconds(5);
            options.MaxToolCallsPerOwner = isTight ? 2 : 64;
            options.MaxStepsPerRun = isTight ? 6 : 100;
            options.RetainedEventsPerRun = isTight ? 5 : 100;
            options.RetainedTextPerRun = isTight ? 40 : 10_000;
        });
        Agents.AddTo(builder, Slot);
        Tools.AddTo(builder, Slot);
        if (hasSink)
            builder.AddEventSink(new WorldSink(Slot), options =>
            {
                options.Concurrency = 2;
                options.Attempts = 2;
                options.RetryDelay = TimeSpan.FromMilliseconds(50);
                options.SendTimeout = SendTimeout;
                options.DrainTimeout = TimeSpan.FromSeconds(1);
            });
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    internal WorldSlot Slot { get; } = new();

    internal bool HasSink { get; }

    internal IServiceProvider Services { get; }

    /// <summary>One of each kind. With a sink is what most hosts have; without one a world costs half.</summary>
    internal static WorldTemplate[] All() =>
    [
        new(hasSink: false, isTight: false, hasLogs: false), new(hasSink: false, isTight: true, hasLogs: false),
        new(hasSink: true, isTight: false, hasLogs: true), new(hasSink: true, isTight: true, hasLogs: false),
    ];
}
