using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>A template's services with those of one world over them.</summary>
internal sealed class QueueServices(IServiceProvider template, QueueWorld world) : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(TimeProvider) ? world.Clock
        : serviceType == typeof(IEntropySource) ? world.Entropy
        : serviceType == typeof(IBudgetLedger) ? world.Ledger
        : serviceType == typeof(IAuditTrail) ? world.Audit
        : serviceType == typeof(IStateStore) ? world.Store
        : serviceType == typeof(TaskScheduler) ? world.Scheduler
        : template.GetService(serviceType);
}
