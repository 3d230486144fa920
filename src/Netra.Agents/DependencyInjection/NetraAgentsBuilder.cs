using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.DependencyInjection;

internal sealed class NetraAgentsBuilder(IServiceCollection services) : INetraAgentsBuilder
{
    public IServiceCollection Services { get; } = services;
}
