namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Stands for a database session: belongs to the owner of the scope that made it, and must not be closed in use.</summary>
public sealed class Session(UserExecutionContext context) : IDisposable
{
    internal Owner Owner { get; } = context.Owner;

    internal bool IsClosed { get; private set; }

    public void Dispose() => IsClosed = true;
}
