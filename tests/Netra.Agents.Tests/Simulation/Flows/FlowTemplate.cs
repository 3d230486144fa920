using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>The registrations of a host, made once for many worlds that follow each other on one thread. It holds nothing of a world but which one it is.</summary>
internal sealed class FlowTemplate
{
    internal FlowTemplate()
    {
        var services = new ServiceCollection();
        var builder = services.AddNetraAgents(options =>
        {
            options.Scheduling.Turns = TurnMode.Parallel;
            options.Timeouts = new AgentTimeouts { Run = TimeSpan.FromSeconds(15), Execution = TimeSpan.FromSeconds(6), Idle = TimeSpan.FromSeconds(8) };
            options.ToolTimeout = TimeSpan.FromSeconds(3);
            options.WatchdogPeriod = TimeSpan.FromSeconds(2);
            options.RunRetention = TimeSpan.FromHours(1);
        });
        FlowBodies.AddTo(builder, this);
        FlowDefinitions.AddTo(builder, this);
        Services = services.BuildServiceProvider();
    }

    internal FlowWorld World { get; set; } = null!;

    internal IServiceProvider Services { get; }
}
