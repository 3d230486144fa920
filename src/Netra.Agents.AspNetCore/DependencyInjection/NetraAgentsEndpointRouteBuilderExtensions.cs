using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Netra.Agents;
using Netra.Agents.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps agents to where browsers find them.</summary>
public static class NetraAgentsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps, below the pattern: <c>GET ws</c> (WebSocket; messages and answers as <see cref="IConnectionExecutor"/> says),
    /// <c>POST runs</c> (begin; an event stream when the request accepts one, else 202), <c>GET runs</c> (own runs),
    /// <c>GET runs/{id}/events</c> (event stream, resumed after <c>Last-Event-ID</c>), <c>POST runs/{id}/cancel</c>, <c>POST runs/{id}/answer</c>,
    /// <c>POST approvals/{id}</c>, and <c>POST ag-ui/{agent}</c> (AG-UI).
    /// </summary>
    /// <param name="endpoints">The host's endpoints. <c>AddNetraAgents</c> comes first.</param>
    /// <param name="pattern">Where, such as <c>/agents</c>.</param>
    /// <param name="configure">Everything that has a default.</param>
    /// <returns>All of them, for policies: without one, whoever is authenticated may connect.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or lets everybody in outside Development; the message says which.</exception>
    public static IEndpointConventionBuilder MapNetraAgents(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<AgentEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new AgentEndpointOptions();
        configure?.Invoke(options);
        var agents = new AgentEndpoints(options, endpoints.ServiceProvider);
        var group = endpoints.MapGroup(pattern);
        RunEndpoints.Map(group, agents);
        SocketEndpoint.Map(group, agents);
        AgUiEndpoint.Map(group, agents);
        return group;
    }

    /// <summary>
    /// Maps pages for those who look after the host: runs of all owners, one run's timeline with its agents and tools, the picture of its workflow,
    /// budgets, what was dropped, and whether an owner's audit trail verifies. Owners are shown by the pseudonyms of the logs; what runs say is
    /// hidden unless <see cref="InspectorOptions.PayloadPolicy"/> lets the caller see it. Nothing can be changed here.
    /// </summary>
    /// <param name="endpoints">The host's endpoints. <c>AddNetraAgents</c> and <c>AddAuthorization</c> come first.</param>
    /// <param name="pattern">Where, such as <c>/inspector</c>.</param>
    /// <param name="policy">The authorization policy of those who may look. There is no inspector without one.</param>
    /// <param name="configure">Everything that has a default.</param>
    /// <returns>All of its endpoints, for more policies.</returns>
    /// <exception cref="ArgumentException">The policy has no name.</exception>
    public static IEndpointConventionBuilder MapNetraInspector(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string policy, Action<InspectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);
        var options = new InspectorOptions();
        configure?.Invoke(options);
        var services = endpoints.ServiceProvider;
        var counters = new InspectorCounters(services.GetService<IMeterFactory>());
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(counters.Dispose);
        var group = endpoints.MapGroup(pattern).RequireAuthorization(policy);
        InspectorEndpoints.Map(group, new Inspector(options, counters, services));
        return group;
    }
}
