using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Counts the scopes that are made and disposed.</summary>
internal sealed class CountedScopes(IServiceScopeFactory inner) : IServiceScopeFactory
{
    internal int Made { get; private set; }

    internal int Disposed { get; private set; }

    public IServiceScope CreateScope()
    {
        Made++;
        return new CountedScope(this, inner.CreateScope());
    }

    private sealed class CountedScope(CountedScopes scopes, IServiceScope inner) : IServiceScope
    {
        public IServiceProvider ServiceProvider => inner.ServiceProvider;

        public void Dispose()
        {
            scopes.Disposed++;
            inner.Dispose();
        }
    }
}
