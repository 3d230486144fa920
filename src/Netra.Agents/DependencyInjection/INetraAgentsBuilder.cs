using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents;

/// <summary>Adds agents, tools and the rest to a host. Everything is checked at once when the host is first used, in one report.</summary>
public interface INetraAgentsBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }
}
