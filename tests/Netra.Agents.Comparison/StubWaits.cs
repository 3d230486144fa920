namespace Netra.Agents.Comparison;

/// <summary>How a stub takes its time.</summary>
internal static class StubWaits
{
    internal static async ValueTask YieldAsync() => await Task.Yield();

    internal static async ValueTask DelayAsync() => await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
}
