namespace Netra.Agents.State;

/// <summary>What a write of a batch took away, to be put back when a later one is refused.</summary>
/// <param name="Key">Where.</param>
/// <param name="Before">What was there; absent when nothing was.</param>
/// <param name="Scope">The whole scope that was taken away; null when it was one entry.</param>
internal readonly record struct StateUndo(StateKey Key, StateSlot Before, StateBucket? Scope);
