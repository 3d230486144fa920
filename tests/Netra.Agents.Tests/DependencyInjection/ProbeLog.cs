using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.DependencyInjection;

/// <summary>Every probe that a host has made.</summary>
internal sealed class ProbeLog
{
    private readonly Lock _gate = new();
    private readonly List<Probe> _made = [];

    internal IReadOnlyList<Probe> Made
    {
        get
        {
            lock (_gate)
            {
                return [.. _made];
            }
        }
    }

    internal void Add(Probe probe)
    {
        lock (_gate)
        {
            _made.Add(probe);
        }
    }

    internal void Register(INetraAgentsBuilder builder) =>
        builder.Services.AddScoped(provider => new Probe(provider.GetRequiredService<UserExecutionContext>(), this));
}
