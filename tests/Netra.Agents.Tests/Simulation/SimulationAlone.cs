namespace Netra.Agents.Tests.Simulation;

/// <summary>The many seeds take every processor for half a minute: they run when the other tests have ended, so that neither spoils the other's timing.</summary>
[CollectionDefinition(nameof(SimulationAlone), DisableParallelization = true)]
public sealed class SimulationAlone;
