namespace Netra.Agents;

/// <summary>An entry of an owner with its whole key.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Entry">What is there.</param>
public readonly record struct StateRecord(StateKey Key, StateEntry Entry);
