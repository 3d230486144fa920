namespace Netra.Agents;

/// <summary>An entry of a scope with its name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entry">What is there.</param>
public readonly record struct StateItem(string Name, StateEntry Entry);
