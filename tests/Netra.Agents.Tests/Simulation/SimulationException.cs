namespace Netra.Agents.Tests.Simulation;

/// <summary>The simulated system can't go on: something left the simulation, nothing is left to wait for, or it never ends.</summary>
internal sealed class SimulationException(string message) : Exception(message);
