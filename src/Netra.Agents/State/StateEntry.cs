namespace Netra.Agents;

/// <summary>A piece of state as it was read.</summary>
/// <param name="Value">What was stored.</param>
/// <param name="Version">Greater than that of any earlier write of this key, also across a deletion; from 1. Give it to the next write to make sure that nobody wrote in between.</param>
public sealed record StateEntry(ContextValue Value, long Version);
