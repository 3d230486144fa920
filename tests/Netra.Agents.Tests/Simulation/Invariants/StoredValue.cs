namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>A value that the store took.</summary>
internal readonly record struct StoredValue(StateKey Key, ContextValue Value);
