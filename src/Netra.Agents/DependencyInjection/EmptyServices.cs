namespace Netra.Agents.DependencyInjection;

/// <summary>The services of an agent whose constructors take none.</summary>
internal sealed class EmptyServices : IServiceProvider
{
    internal static readonly EmptyServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
