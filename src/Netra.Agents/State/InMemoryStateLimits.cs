namespace Netra.Agents.State;

/// <summary>What bounds the state in memory.</summary>
internal sealed record InMemoryStateLimits
{
    internal int EntriesPerOwner { get; init; } = 10_000;

    /// <summary>Characters of values, names and scope ids.</summary>
    internal long SizePerOwner { get; init; } = 16 * 1024 * 1024;

    internal int Owners { get; init; } = 100_000;

    /// <summary>How long it is remembered that a run was taken over.</summary>
    internal TimeSpan EpochRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often expired entries are looked for.</summary>
    internal TimeSpan SweepPeriod { get; init; } = TimeSpan.FromMinutes(1);
}
