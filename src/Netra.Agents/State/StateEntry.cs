namespace Netra.Agents;

/// <summary>A piece of state as it was read.</summary>
/// <param name="Value">What was stored.</param>
/// <param name="Version">Greater than that of any earlier write of this key, also across a deletion; from 1. Give it to the next write to make sure that nobody wrote in between.</param>
/// <param name="ExpiresAt">From when on it counts as absent (UTC); null for never.</param>
public sealed record StateEntry(ContextValue Value, long Version, DateTimeOffset? ExpiresAt = null)
{
    // A moment in 8 bytes in place of 24; the greatest number for never.
    private readonly long _expiresAtUtcTicks = ExpiresAt?.UtcTicks ?? long.MaxValue;

    /// <summary>From when on it counts as absent (UTC); null for never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAtUtcTicks == long.MaxValue ? null : new DateTimeOffset(_expiresAtUtcTicks, TimeSpan.Zero);
        init => _expiresAtUtcTicks = value?.UtcTicks ?? long.MaxValue;
    }

    internal long ExpiresAtUtcTicks => _expiresAtUtcTicks;
}
