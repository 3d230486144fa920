using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>A template's services with those of one world over them: what a world changes or counts is its own, what costs to build is shared.</summary>
internal sealed class WorldServices(IServiceProvider template, World world) : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(TimeProvider) ? world.Clock
        : serviceType == typeof(IEntropySource) ? world.Entropy
        : serviceType == typeof(IStateStore) ? world.Store
        : serviceType == typeof(IAuditTrail) ? world.Audit
        : serviceType == typeof(IServiceScopeFactory) ? world.Scopes
        : serviceType == typeof(TaskScheduler) ? world.Scheduler
        : template.GetService(serviceType);
}
