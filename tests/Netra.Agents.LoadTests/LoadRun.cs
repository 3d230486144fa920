using System.Globalization;

namespace Netra.Agents.LoadTests;

/// <summary>The whole of it: what a waiting run holds, a warm-up, and the replay that is measured.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private readonly Pace _pace = new(options.Speed);
    private readonly ZipfUsers _users = new(options.Users);
    private readonly Findings _findings = new();

    internal async Task<Outcome> RunAsync(LibraryMeters meters)
    {
        var trace = Trace.Load(options.Seed).First(TimeSpan.FromMinutes(options.Minutes));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{trace.Source}: {trace.Arrivals.Count:N0} runs of {options.Minutes} minutes at speed {options.Speed}, {options.Users:N0} users, seed {options.Seed}"));
        var liveBytes = await LiveBytes.MeasureAsync();

        await using var host = new LoadHost(_pace, _findings);
        var warmUp = trace.First(TimeSpan.FromMinutes(Math.Clamp(options.Minutes / 10, 1, 5)));
        await NewReplay(host, warmUp, options.Seed + 1, new Latencies()).RunAsync();
        await host.UntilLetGoAsync();
        var latencies = new Latencies();
        var replay = NewReplay(host, trace, options.Seed, latencies);
        var memory = new MemoryWatch();
        var heapAfterWarmUp = GC.GetTotalMemory(forceFullCollection: true);

        _findings.BeginMeasuring();
        meters.BeginMeasuring();
        var collections = Collections.Now();
        var processor = Environment.CpuUsage.TotalTime;
        var began = TimeProvider.System.GetTimestamp();
        await WatchedAsync(replay, memory, latencies);
        var took = TimeProvider.System.GetElapsedTime(began);
        processor = Environment.CpuUsage.TotalTime - processor;
        collections = Collections.Now() - collections;

        await host.UntilLetGoAsync();
        var heapAtEnd = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(replay);
        return new Outcome(_findings, latencies, took, processor, memory, collections, liveBytes, heapAfterWarmUp, heapAtEnd);
    }

    private Replay NewReplay(LoadHost host, Trace trace, int seed, Latencies latencies) =>
        new(host, RunPlan.Draw(trace, _users, seed), _users, _pace, _findings, latencies);

    private async Task WatchedAsync(Replay replay, MemoryWatch memory, Latencies latencies)
    {
        using var stop = new CancellationTokenSource();
        var watching = Task.WhenAll(
            memory.RunAsync(stop.Token),
            new SignalFloor(latencies.SignalFloor, _pace).RunAsync(stop.Token),
            new ChannelFloor(latencies.ChannelFloor, _pace).RunAsync(stop.Token),
            new Progress(replay, _findings).RunAsync(stop.Token));
        try
        {
            await replay.RunAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }
}
