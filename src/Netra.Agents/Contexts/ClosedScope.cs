using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Contexts;

/// <summary>Stands where a scope was, so that code which outlives its execution can't make itself a new one.</summary>
internal sealed class ClosedScope : IServiceScope
{
    internal static readonly ClosedScope Instance = new();

    public IServiceProvider ServiceProvider => throw new ObjectDisposedException("Services", "The services of this execution or tool call are disposed: its code had ended.");

    public void Dispose() { }
}
