namespace Netra.Agents;

/// <summary>A write that expected another version than the store holds. Nothing of its batch was done.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Key">Where it was to go.</param>
/// <param name="CurrentVersion">The version that the store holds; 0 when it holds nothing.</param>
public sealed record StateConflict(int Index, StateKey Key, long CurrentVersion);
