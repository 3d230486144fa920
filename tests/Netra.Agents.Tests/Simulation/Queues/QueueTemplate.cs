using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>The registrations of a host with too little of everything, made once for many worlds.</summary>
internal sealed class QueueTemplate
{
    internal const string Gold = "gold";
    internal static readonly TimeSpan Expiry = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan Queue = TimeSpan.FromSeconds(2);
    internal static readonly BudgetLimits PerRun = new() { ModelTokens = 60, ToolCalls = 1, Money = 0.7m };

    private QueueTemplate(int runs, int runsPerOwner, int waiting, int waitingPerOwner, bool limitsTime)
    {
        (MaxRuns, MaxRunsPerOwner, MaxWaiting, MaxWaitingPerOwner, LimitsTime) = (runs, runsPerOwner, waiting, waitingPerOwner, limitsTime);
        PerOwner = new BudgetLimits { ModelTokens = 150, Money = 1.5m, WallTime = limitsTime ? TimeSpan.FromSeconds(5) : null };
        var services = new ServiceCollection();
        var builder = services.AddNetraAgents(options =>
        {
            options.Timeouts = new AgentTimeouts { Run = TimeSpan.FromSeconds(10), Queue = TimeSpan.FromMinutes(30), Execution = TimeSpan.FromSeconds(8), Idle = TimeSpan.FromSeconds(6) };
            options.WatchdogPeriod = TimeSpan.FromMilliseconds(200);
            options.StarvationThreshold = TimeSpan.FromMinutes(1);
            options.RunRetention = TimeSpan.FromMinutes(10);
            options.RetainedRunsPerOwner = 50;
            options.Scheduling.MaxRuns = runs;
            options.Scheduling.MaxRunsPerOwner = runsPerOwner;
            options.Scheduling.MaxWaitingRuns = waiting;
            options.Scheduling.MaxWaitingRunsPerOwner = waitingPerOwner;
            options.Scheduling.ClassOf = static owner => owner.UserId.Value == Gold ? new OwnerClass(Gold) { Weight = 2 } : new OwnerClass("any");
            options.Budgets.PerRun = PerRun;
            options.Budgets.PerOwner = PerOwner;
            options.Budgets.Degrade = static asked => asked.Asked.ModelTokens > 10 ? new BudgetAmount { ModelTokens = 5 } : null;
        });
        builder
            .AddAgent("works", (execution, token) => Slot.World.Agents.WorkAsync(execution, token))
            .AddAgent("deaf", (execution, _) => Slot.World.Agents.WorkAsync(execution, CancellationToken.None))
            .AddAgent("calls", (execution, token) => Slot.World.Agents.CallAsync(execution, token))
            .AddAgent("asks", (execution, token) => Slot.World.Agents.AskAsync(execution, token))
            .AddTool("buy", "Buys.", () => "bought", tool => tool.RequirePermission(TestHost.Permission).WithPrice(0.4m).WithEffect(ToolEffect.Pure).RequireApproval(Expiry))
            .AddWorkflow("waits", workflow => workflow
                .Agent("before", "works")
                .Wait("answer")
                .Agent("after", "works"));
        Services = services.BuildServiceProvider();
    }

    internal QueueSlot Slot { get; } = new();
    internal IServiceProvider Services { get; }
    internal int MaxRuns { get; }
    internal int MaxRunsPerOwner { get; }
    internal int MaxWaiting { get; }
    internal int MaxWaitingPerOwner { get; }
    internal bool LimitsTime { get; }
    internal BudgetLimits PerOwner { get; }

    internal static QueueTemplate[] All() =>
    [
        new(1, 10, 100, 100, limitsTime: false), new(2, 1, 100, 100, limitsTime: true), new(3, 2, 4, 3, limitsTime: false), new(2, 2, 100, 2, limitsTime: false),
    ];
}
