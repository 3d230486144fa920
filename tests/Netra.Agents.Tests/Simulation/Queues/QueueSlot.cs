namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>What the registrations of a template close over: the world that is simulated just now.</summary>
internal sealed class QueueSlot
{
    internal QueueWorld World { get; set; } = null!;
}
