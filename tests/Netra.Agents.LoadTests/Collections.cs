namespace Netra.Agents.LoadTests;

/// <summary>How often and how long the collector stopped everybody.</summary>
internal readonly record struct Collections(int Gen0, int Gen1, int Gen2, TimeSpan Paused)
{
    internal static Collections Now() => new(GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalPauseDuration());

    public static Collections operator -(Collections left, Collections right) =>
        new(left.Gen0 - right.Gen0, left.Gen1 - right.Gen1, left.Gen2 - right.Gen2, left.Paused - right.Paused);
}
