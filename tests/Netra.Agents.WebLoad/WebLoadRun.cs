using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Netra.Agents.WebLoad;

/// <summary>Serves, starts itself again as the client, and says what became of the memory.</summary>
internal static class WebLoadRun
{
    private const int Wanted = 2_000;
    private const int Spare = 500;

    internal static async Task<int> RunAsync(bool isShort)
    {
        await using var app = await LoadServer.StartAsync();
        var connections = (int)Math.Min(Wanted, Math.Max(Files() - Spare, 100));
        if (connections < Wanted)
        {
            Console.WriteLine($"Only {connections:N0} connections: the limit of open files allows no more.");
        }

        var before = MemoryWatch.Now(collect: true);
        var watch = new MemoryWatch();
        using var stop = new CancellationTokenSource();
        var watching = watch.RunAsync(stop.Token);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        string[] arguments = ["client", app.Urls.Single(), connections.ToString(CultureInfo.InvariantCulture), .. isShort ? ["--short"] : Array.Empty<string>()];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var client = Process.Start(start)!;
        await client.WaitForExitAsync();
        await stop.CancelAsync();
        await watching;
        var after = MemoryWatch.Now(collect: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"server, managed heap  before {before.Heap / 1e6:F1} MB, peak {watch.PeakHeap / 1e6:F1} MB, after {after.Heap / 1e6:F1} MB (ended runs are retained)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"server, working set   before {before.WorkingSet / 1e6:F1} MB, peak {watch.PeakWorkingSet / 1e6:F1} MB, after {after.WorkingSet / 1e6:F1} MB"));
        Console.WriteLine(client.ExitCode == 0 ? "verdict: all right" : "verdict: WRONG");
        return client.ExitCode == 0 ? 0 : 1;
    }

    /// <summary>How many files the process may have open; many where that can't be known.</summary>
    private static long Files()
    {
        const string Limits = "/proc/self/limits";
        var line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } words && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}
