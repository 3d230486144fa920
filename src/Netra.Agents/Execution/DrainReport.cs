namespace Netra.Agents;

/// <summary>How a host came to rest.</summary>
/// <param name="Ended">How many runs were live or waited when it began, and ended by themselves.</param>
/// <param name="Cancelled">The runs that were still there when the time was over, and were cancelled.</param>
/// <param name="Took">How long it took.</param>
public sealed record DrainReport(int Ended, IReadOnlyList<RunInfo> Cancelled, TimeSpan Took);
