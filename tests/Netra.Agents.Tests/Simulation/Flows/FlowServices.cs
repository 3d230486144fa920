using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>A template's services with those of one process over them: clock and threads are its own, the store and the audit trail are the world's.</summary>
internal sealed class FlowServices(IServiceProvider template, FlowWorld world, FlowProcess process) : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(TimeProvider) ? process.Clock
        : serviceType == typeof(IEntropySource) ? world.Entropy
        : serviceType == typeof(IStateStore) ? world.Store
        : serviceType == typeof(IAuditTrail) ? world.Audit
        : serviceType == typeof(TaskScheduler) ? process.Lane
        : template.GetService(serviceType);
}
