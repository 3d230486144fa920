using System.Globalization;

namespace Netra.Agents.Benchmarks;

/// <summary>All lanes in one process, in shuffled rounds, so that what the machine does otherwise hits all alike. Ratios are taken within a round.</summary>
internal static class SideBySide
{
    private const int WarmUpRounds = 5;

    internal static async Task<int> RunAsync(int rounds, double scale)
    {
        await using var host = new BenchmarkHost(AuditedCalls.RefusalsOnly);
        await using var audited = new BenchmarkHost(AuditedCalls.SideEffects);
        await using var trail = new AuditBench();
        using var floor = new HandWritten();
        var lanes = Lanes.All(host, audited, trail, floor);
        var results = lanes.ToDictionary(lane => lane.Name, _ => new List<Measurement>());
        var random = new Random(42);

        // The first rounds are for the compiler, which works in the background on what it has seen called.
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var order = lanes.ToArray();
            random.Shuffle(order);
            await Task.Delay(round < 0 ? 300 : 0);
            foreach (var lane in order)
            {
                var measured = await Measurement.OfAsync(lane, Math.Max(64, (int)(lane.Operations * scale)));
                if (round >= 0)
                {
                    results[lane.Name].Add(measured);
                }
            }
        }

        Print(lanes, results, rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"audit: {1e9 / Median(results[Lanes.AuditAppend].Select(m => m.Nanoseconds)):N0} appends a second on one thread"));
        var withinBytes = Gate(lanes, results);
        await InFlight.PrintAsync(host, (int)Math.Max(1_000, 10_000 * scale), Math.Min(rounds, 5));
        await Turns.PrintAsync(host, (int)Math.Max(1_000, 10_000 * scale));
        await Scaling.PrintAsync(host, floor, (int)Math.Max(5_000, 100_000 * scale), rounds);
        await Flood.PrintAsync(10_000, (int)Math.Max(20, 60 * scale));
        return withinBytes ? 0 : 1;
    }

    private static void Print(IReadOnlyList<Lane> lanes, Dictionary<string, List<Measurement>> results, int rounds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds, medians; ratio to the floor: median (least to greatest) of the rounds'"));
        Console.WriteLine($"{"",-48}{"ns",10}{"bytes",10}   ratio");
        foreach (var lane in lanes)
        {
            var own = results[lane.Name];
            var ratio = "";
            if (lane.Floor is { } floor)
            {
                var ratios = own.Zip(results[floor], (mine, other) => mine.Nanoseconds / other.Nanoseconds).Order().ToArray();
                ratio = string.Create(CultureInfo.InvariantCulture, $"{Median(ratios):F2} ({ratios[0]:F2} to {ratios[^1]:F2}) of {floor}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lane.Name,-48}{Median(own.Select(m => m.Nanoseconds)),10:F0}{Median(own.Select(m => m.Bytes)),10:F0}   {ratio}"));
        }
    }

    /// <summary>Bytes don't depend on the machine's mood, so they are held; time isn't.</summary>
    private static bool Gate(IReadOnlyList<Lane> lanes, Dictionary<string, List<Measurement>> results)
    {
        var within = true;
        foreach (var lane in lanes.Where(lane => lane.MaxBytes is not null))
        {
            var over = lane.Floor is { } floor ? Median(results[floor].Select(m => m.Bytes)) : 0;
            var bytes = Median(results[lane.Name].Select(m => m.Bytes)) - over;
            if (bytes > lane.MaxBytes * 1.05)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GATE: '{lane.Name}' takes {bytes:F0} bytes over its floor; the limit is {lane.MaxBytes:F0} and 5 %."));
                within = false;
            }
        }

        return within;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
