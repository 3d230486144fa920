using System.Diagnostics;

namespace Netra.Agents.Benchmarks;

internal readonly record struct Measurement(double Nanoseconds, double Bytes)
{
    internal static async Task<Measurement> OfAsync(Lane lane, int operations)
    {
        // On the pool, as a server would be: from a thread outside it, every run would pay for waking one.
        return await Task.Run(async () =>
        {
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            await lane.RunAsync(operations);
            var elapsed = Stopwatch.GetElapsedTime(start);
            return new Measurement(elapsed.TotalNanoseconds / operations, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)operations);
        });
    }
}
