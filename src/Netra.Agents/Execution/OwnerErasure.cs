namespace Netra.Agents;

/// <summary>What an erasure took away.</summary>
/// <param name="StateEntries">Entries of the state, with checkpoints.</param>
/// <param name="Runs">Runs whose events and results were retained, or that were live.</param>
/// <param name="EndedRuns">How many of them were live, and were ended.</param>
public sealed record OwnerErasure(int StateEntries, int Runs, int EndedRuns);
