namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Everything that was seen of one world.</summary>
internal sealed class WorldTrace
{
    /// <summary>The owners; a secret names its owner by the place in this list.</summary>
    internal List<Owner> Owners { get; } = [];

    internal List<RunRecord> Runs { get; } = [];

    internal List<Attempt> Attempts { get; } = [];

    internal List<StoredValue> Stored { get; } = [];

    internal List<AuditEntry> Audit { get; } = [];

    /// <summary>What was found wrong on the way.</summary>
    internal List<string> Problems { get; } = [];

    internal List<string> Logs { get; } = [];

    /// <summary>Things that must be gone at the end, with how many are left.</summary>
    internal List<(string What, int Count)> Left { get; } = [];

    internal TimeLimits? Limits { get; init; }

    /// <summary>True when no timer came due while tasks could run: then deadlines are kept to the tick.</summary>
    internal bool IsPunctual { get; init; }

    /// <summary>One line for each thing that happened; null when nobody asked for it.</summary>
    internal List<string>? Lines { get; init; }

    internal int EventsSeen => Runs.Sum(run => run.Seen.Sum(seen => seen.Events.Count));
}
