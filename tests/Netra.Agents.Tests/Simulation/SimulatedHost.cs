using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

/// <summary>A host with its clock, its ids and its schedule in the hands of a test.</summary>
internal sealed class SimulatedHost
{
    private readonly ServiceProvider _services;

    private SimulatedHost(ulong seed, Action<INetraAgentsBuilder> configure, Action<NetraAgentsOptions>? options)
    {
        Scheduler = new SimulationScheduler(seed);
        Entropy = new SeededEntropy(Scheduler, seed);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IEntropySource>(Entropy);
        services.AddSingleton<TaskScheduler>(Scheduler);
        services.AddNetraAgents(static options => options.Scheduling.Turns = TurnMode.Parallel);
        configure(services.AddNetraAgents(options));
        _services = services.BuildServiceProvider();
    }

    internal SimulationScheduler Scheduler { get; }
    internal SeededEntropy Entropy { get; }
    internal VirtualClock Clock => Scheduler.Clock;
    internal IAgentExecutionCore Core => _services.GetRequiredService<IAgentExecutionCore>();
    internal IStateManager State => _services.GetRequiredService<IStateManager>();
    internal IToolApprovals Approvals => _services.GetRequiredService<IToolApprovals>();
    internal IConnectionExecutor Connections => _services.GetRequiredService<IConnectionExecutor>();

    /// <summary>Runs a story under a number of schedules, each in a host of its own, until the host is disposed and nothing is left to do.</summary>
    internal static void Run(int schedules, Action<INetraAgentsBuilder> configure, Func<SimulatedHost, Task> story, Action<NetraAgentsOptions>? options = null) =>
        SeedCrew.OnThreadOfItsOwn(() =>
        {
            for (var seed = 1; seed <= schedules; seed++)
            {
                var host = new SimulatedHost((ulong)seed, configure, options);
                var telling = host.Scheduler.Start(() => story(host));
                host.Scheduler.Run(telling);
                Assert.Null(telling.Exception);

                // Not the provider: its own way to dispose leaves any scheduler.
                host.Scheduler.Run(host.Scheduler.Start(() => host._services.GetRequiredService<HostComposition>().DisposeAsync().AsTask()));
                host.Scheduler.RunDry();
            }
        });

    internal UserExecutionContext ContextOf(string user, RunId? runId = null) => UserExecutionContext.FromRequest(
        new Owner(new UserId(user)), new ThreadId("main"), Grants.Of("use"), new ContextOptions { RunId = runId, TimeProvider = Clock, EntropySource = Entropy });

    internal Task Delay(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Clock);

    internal async Task<List<AgentEvent>> ReadAsync(UserExecutionContext context, long after = 0)
    {
        var events = new List<AgentEvent>();
        await foreach (var item in Core.SubscribeAsync(context, context.RunId, after))
        {
            events.Add(item);
            Assert.True(events.Count < 1_000, "the reader gets events without end");
        }

        return events;
    }
}
