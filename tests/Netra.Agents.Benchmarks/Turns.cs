using System.Globalization;

namespace Netra.Agents.Benchmarks;

/// <summary>Many runs of a workflow, one after the other in one thread: what each takes, and what stays of them.</summary>
internal static class Turns
{
    internal static async Task PrintAsync(BenchmarkHost host, int turns)
    {
        await RunAsync(host, turns / 10);
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(host, turns / 2);
        var half = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(host, turns / 2);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)turns;
        var end = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{turns} turns of 3 steps in one thread: {each:F0} B each; {(half - start) / 1024.0:F0} KB more retained after the first half, {(end - half) / 1024.0:F0} KB more after the second"));
    }

    private static Task RunAsync(BenchmarkHost host, int turns) => Task.Run(async () =>
    {
        for (var i = 0; i < turns; i++)
        {
            await host.RunWorkflowAsync("three-functions");
        }
    });
}
