using System.Diagnostics;

namespace Netra.Agents.WebLoad;

/// <summary>The largest that the process was.</summary>
internal sealed class MemoryWatch
{
    internal long PeakWorkingSet { get; private set; }

    internal long PeakHeap { get; private set; }

    internal static (long WorkingSet, long Heap) Now(bool collect)
    {
        var heap = GC.GetTotalMemory(collect);
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, heap);
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            var (set, heap) = Now(collect: false);
            (PeakWorkingSet, PeakHeap) = (Math.Max(PeakWorkingSet, set), Math.Max(PeakHeap, heap));
            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
