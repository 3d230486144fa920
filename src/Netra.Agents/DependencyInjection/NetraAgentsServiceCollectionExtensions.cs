using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Netra.Agents;
using Netra.Agents.Audit;
using Netra.Agents.Contexts;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Diagnostics;
using Netra.Agents.Scheduling;
using Netra.Agents.Tools;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Netra.Agents to a host.</summary>
public static class NetraAgentsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the library. Replace a part by registering your own <see cref="IStateStore"/>, <see cref="IAuditStore"/>,
    /// <see cref="IAuditAnchor"/>, <see cref="IAuditKeyProvider"/>, <see cref="IAuditTrail"/>, <see cref="IBudgetLedger"/>, <see cref="TimeProvider"/> or <see cref="IEntropySource"/> before or after. Calling it again adds to the same host.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets limits; the defaults are safe.</param>
    public static INetraAgentsBuilder AddNetraAgents(this IServiceCollection services, Action<NetraAgentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(RegistrationSet)))
        {
            services.AddSingleton(new RegistrationSet(services));
        }

        configure?.Invoke(RegistrationSet.Of(services).Options);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropySource>(SystemEntropySource.Instance);
        services.TryAddSingleton<IStateStore>(static provider => HostComposition.StateInMemory(provider));
        services.TryAddSingleton<IAuditStore, InMemoryAuditStore>();
        services.TryAddSingleton<IAuditAnchor, InMemoryAuditAnchor>();
        services.TryAddSingleton<IAuditKeyProvider, ProcessAuditKeys>();
        services.TryAddSingleton(HostComposition.AuditTrail);
        services.TryAddSingleton<IBudgetLedger>(static _ => new InMemoryBudgetLedger());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IToolAuthorizer, GrantToolAuthorizer>());
        services.TryAddSingleton(provider => new AgentMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(provider => new AgentDiagnostics(provider.GetRequiredService<AgentMetrics>(), HostComposition.Logger(provider.GetService<ILoggerFactory>()), HostComposition.Pseudonym(provider)));

        services.TryAddScoped<OwnerScope>();
        services.TryAddScoped(provider => provider.GetRequiredService<OwnerScope>().Context);

        services.TryAddSingleton(HostComposition.Build);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().Core);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().Tools);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().Approvals);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().State);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().Workflows);
        services.TryAddSingleton<IRunRegistry>(provider => provider.GetRequiredService<HostComposition>().Runs);
        services.TryAddSingleton<IRunOperator>(provider => provider.GetRequiredService<HostComposition>().Runs);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().OwnerData);
        services.TryAddSingleton(provider => provider.GetRequiredService<HostComposition>().Connections);
        return new NetraAgentsBuilder(services);
    }
}
