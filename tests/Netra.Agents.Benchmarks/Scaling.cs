using System.Diagnostics;
using System.Globalization;

namespace Netra.Agents.Benchmarks;

/// <summary>How much more two workers do than one, each for an owner of its own: a lock that owners share would show here.</summary>
internal static class Scaling
{
    internal static async Task PrintAsync(BenchmarkHost host, HandWritten floor, int operations, int rounds)
    {
        Owner[] owners = [new(new UserId("one")), new(new UserId("two"))];
        var ours = new List<double>();
        var bare = new List<double>();
        for (var round = -2; round < rounds; round++)
        {
            var ratio = await RatioAsync(worker => host.RunAsync("suspends", owners[worker]), operations);
            var floorRatio = await RatioAsync(async _ => await floor.RunAsync(static async (_, _) =>
            {
                await Task.Yield();
                return "ok";
            }), operations);
            if (round >= 0)
            {
                ours.Add(ratio);
                bare.Add(floorRatio);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"runs that suspend, two workers against one: {SideBySide.Median(ours):F2} times as many ({ours.Min():F2} to {ours.Max():F2}); hand-written {SideBySide.Median(bare):F2} ({bare.Min():F2} to {bare.Max():F2})"));
    }

    private static async Task<double> RatioAsync(Func<int, Task> run, int operations)
    {
        var one = await PerSecondAsync(run, workers: 1, operations);
        return await PerSecondAsync(run, workers: 2, operations) / one;
    }

    private static async Task<double> PerSecondAsync(Func<int, Task> run, int workers, int operations)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < operations; i++)
            {
                await run(worker);
            }
        })));
        return workers * operations / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
