using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
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
}
