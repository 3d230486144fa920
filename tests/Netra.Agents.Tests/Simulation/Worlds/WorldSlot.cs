namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>What the registrations of a template close over: the world that is simulated just now.</summary>
internal sealed class WorldSlot
{
    internal World World { get; set; } = null!;
}
