using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Netra.Agents.WebLoad;

/// <summary>The second process: all connections, first reading and staying, then some that don't.</summary>
internal sealed class LoadClient(Uri address, int count, bool isShort)
{
    private const int Owners = 200;
    private const int Seed = 1;

    internal async Task<int> RunAsync()
    {
        var setup = new Tally();
        var connections = Enumerable.Range(0, count).Select(i => new ClientConnection(address, $"user{i % Owners}", setup)).ToArray();
        await Parallel.ForEachAsync(connections, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (connection, _) => await connection.ConnectAsync());
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        var right = await PhaseAsync("all read", isShort ? 1 : 5, mixed: false);
        right &= await PhaseAsync("10 % reconnect, 5 % don't read", isShort ? 1 : 20, mixed: true);
        return right ? 0 : 1;
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same load each time.")]
    private async Task<bool> PhaseAsync(string name, int runs, bool mixed)
    {
        var tally = new Tally();
        var random = new Random(Seed);
        var plans = Enumerable.Range(0, count).Select(i => (User: $"user{i % Owners}", Draw: mixed ? random.Next(100) : 100, Cuts: Enumerable.Range(0, runs).Select(_ => random.Next(1, LoadServer.Pieces)).ToArray())).ToArray();
        var connections = plans.Select(plan => new ClientConnection(address, plan.User, tally)).ToArray();
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await connections[i].ConnectAsync(small: plans[i].Draw < 5));
        var connected = TimeProvider.System.GetElapsedTime(began);
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => RunAsync(connections[i], plans[i].Draw, plans[i].Cuts, i, tally, TimeSpan.FromSeconds(20 + (runs * 15)))));
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        var sleepers = plans.Count(plan => plan.Draw < 5);
        if (tally.Terminals != tally.Started || tally.Cut != sleepers)
        {
            tally.Fault($"{tally.Started} runs, {tally.Terminals} terminal events; {tally.Cut} of {sleepers} that don't read were cut");
        }

        var sorted = tally.Latencies.Order().ToArray();
        double At(double part) => sorted.Length == 0 ? 0 : sorted[(int)(part * (sorted.Length - 1))] / 1000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count:N0} connections of {Owners} owners in {connected.TotalSeconds:F1} s; {tally.Started:N0} runs, {tally.Terminals:N0} terminal events, {tally.Frames:N0} frames, {tally.Gaps:N0} marked gaps, {tally.Reconnects:N0} reconnects, {tally.Cut:N0} of {sleepers:N0} non-readers cut, {tally.Wrong:N0} wrong"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  event to frame, readers that stay: p50 {At(0.5):F1} ms, p99 {At(0.99):F1} ms, max {At(1):F1} ms, {sorted.Length:N0} pieces; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s in all"));
        foreach (var example in tally.Examples)
        {
            Console.WriteLine($"  {example}");
        }

        return tally.Wrong == 0;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a connection ends with is a finding.")]
    private static async Task RunAsync(ClientConnection connection, int draw, int[] cuts, int index, Tally tally, TimeSpan limit)
    {
        try
        {
            await RunAsync(connection, draw, cuts, index).WaitAsync(limit, TimeProvider.System);
        }
        catch (Exception e)
        {
            // What never comes is found here too.
            tally.Fault($"connection {index}: {e.GetType().Name}: {e.Message}");
        }
    }

    private static async Task RunAsync(ClientConnection connection, int draw, int[] cuts, int index)
    {
        // Not all in the same moment: people don't.
        await Task.Delay(LoadServer.Pace * (index % 100 / 100.0), TimeProvider.System);
        if (draw < 5)
        {
            await connection.SleepAsync();
            return;
        }

        foreach (var cut in cuts)
        {
            await connection.ChatAsync(draw < 15 ? cut : 0);
        }
    }
}
