using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Agents;
using Netra.Agents.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a host say whether its agents are able to work.</summary>
public static class NetraAgentsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that runs a canary: an agent of its own, for an owner of its own, through queue, slot, events and end. Unhealthy
    /// when it can't get through in time, or the host is closed or stops; degraded when it was slow, or a limiter of the host's kept it out.
    /// However many ask, one canary runs at a time.
    /// </summary>
    /// <remarks>
    /// The canary passes the host's agent middleware, run limiters and event sinks as every run does, under the agent name <c>netra.health</c>, the
    /// tenant <c>netra.agents</c> and the user <c>netra.agents.health</c>. Each call of this method sets the one canary that all its checks share.
    /// </remarks>
    /// <param name="builder">The host's health checks. <c>AddNetraAgents</c> may come before or after.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="configure">Deadlines.</param>
    /// <param name="failureStatus">What is said in place of Unhealthy; null for Unhealthy.</param>
    /// <param name="tags">To choose checks by, such as for a probe of readiness.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static IHealthChecksBuilder AddNetraAgents(
        this IHealthChecksBuilder builder, string name = "netra.agents", Action<AgentHealthOptions>? configure = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        var options = (AgentHealthOptions?)builder.Services.LastOrDefault(static service => service.ServiceType == typeof(AgentHealthOptions))?.ImplementationInstance;
        if (options is null)
        {
            options = new AgentHealthOptions();
            builder.Services.AddSingleton(options);
            builder.Services.AddSingleton(provider => new Canary(provider, options));
            builder.Services.AddNetraAgents().AddAgent(CanaryAgent.Name, CanaryAgent.Execute);
        }

        configure?.Invoke(options);
        options.Check();
        return builder.Add(new HealthCheckRegistration(name, static provider => new AgentHealthCheck(provider.GetRequiredService<Canary>()), failureStatus, tags));
    }
}
