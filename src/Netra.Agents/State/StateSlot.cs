namespace Netra.Agents.State;

/// <summary>An entry as the rule of a write sees it; version 0 when there is none.</summary>
internal readonly record struct StateSlot(ContextValue Value, long Version, long ExpiresAtUtcTicks)
{
    internal const long Never = long.MaxValue;

    internal bool Expires => Version != 0 && ExpiresAtUtcTicks != Never;

    internal static StateSlot Of(StateEntry? entry) => entry is null ? default : new(entry.Value, entry.Version, entry.ExpiresAtUtcTicks);

    internal bool IsThere(long utcTicksNow) => Version != 0 && (ExpiresAtUtcTicks == Never || ExpiresAtUtcTicks > utcTicksNow);

    internal StateEntry ToEntry() => new(Value, Version, ExpiresAtUtcTicks == Never ? null : new DateTimeOffset(ExpiresAtUtcTicks, TimeSpan.Zero));
}
