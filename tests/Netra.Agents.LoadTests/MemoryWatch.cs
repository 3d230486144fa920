using System.Diagnostics;

namespace Netra.Agents.LoadTests;

/// <summary>Looks at the memory of the process a few times a second.</summary>
internal sealed class MemoryWatch
{
    private readonly List<(TimeSpan At, long Heap)> _samples = [];

    internal long PeakWorkingSet { get; private set; }

    internal long PeakHeap { get; private set; }

    /// <summary>The longest time for which the collector stopped everybody.</summary>
    internal TimeSpan LongestPause { get; private set; }

    internal async Task RunAsync(CancellationToken stop)
    {
        using var process = Process.GetCurrentProcess();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        var before = GC.GetGCMemoryInfo(GCKind.Any).Index;
        while (!stop.IsCancellationRequested)
        {
            process.Refresh();
            var heap = GC.GetTotalMemory(forceFullCollection: false);
            PeakWorkingSet = Math.Max(PeakWorkingSet, process.WorkingSet64);
            PeakHeap = Math.Max(PeakHeap, heap);
            _samples.Add((TimeProvider.System.GetElapsedTime(began), heap));
            var collection = GC.GetGCMemoryInfo(GCKind.Any);
            if (collection.Index > before)
            {
                foreach (var pause in collection.PauseDurations)
                {
                    LongestPause = pause > LongestPause ? pause : LongestPause;
                }
            }

            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The smallest heap in each quarter of the time: what is in use, without what waits to be collected.</summary>
    internal IReadOnlyList<long> LowestByQuarter() =>
        _samples.Count < 4 ? [] : [.. _samples.Chunk((_samples.Count + 3) / 4).Select(static quarter => quarter.Min(static sample => sample.Heap))];
}
