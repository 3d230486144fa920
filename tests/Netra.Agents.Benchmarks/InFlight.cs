using System.Diagnostics;
using System.Globalization;

namespace Netra.Agents.Benchmarks;

/// <summary>Many runs that wait at once: how long they take in all, and what each holds while it waits, beside bare tasks.</summary>
internal static class InFlight
{
    internal static async Task PrintAsync(BenchmarkHost host, int runs, int rounds)
    {
        var ratios = new List<double>();
        var ours = new List<(double Milliseconds, double Bytes)>();
        var bare = new List<(double Milliseconds, double Bytes)>();
        for (var round = -1; round < rounds; round++)
        {
            var floor = await MeasureAsync(runs, () => WaitAsync());
            var run = await MeasureAsync(runs, () => host.RunAsync("waits"));
            if (round >= 0)
            {
                bare.Add(floor);
                ours.Add(run);
                ratios.Add(run.Milliseconds / floor.Milliseconds);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs} in flight for 50 ms: bare tasks {SideBySide.Median(bare.Select(m => m.Milliseconds)):F0} ms, {SideBySide.Median(bare.Select(m => m.Bytes)):F0} B live each; runs {SideBySide.Median(ours.Select(m => m.Milliseconds)):F0} ms, {SideBySide.Median(ours.Select(m => m.Bytes)):F0} B live each; ratio {SideBySide.Median(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2})"));
    }

    private static async Task WaitAsync() => await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);

    private static async Task<(double Milliseconds, double Bytes)> MeasureAsync(int runs, Func<Task> operation)
    {
        return await Task.Run(async () =>
        {
            var tasks = new Task[runs];
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < runs; i++)
            {
                tasks[i] = operation();
            }

            // What was allocated and is still in use while all wait; nothing has been let go yet, so no collection is needed to tell.
            var live = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            await Task.WhenAll(tasks);
            var elapsed = Stopwatch.GetElapsedTime(start);
            GC.KeepAlive(before);
            return (elapsed.TotalMilliseconds, live / (double)runs);
        });
    }
}
