namespace Netra.Agents.LoadTests;

/// <summary>One task that completes and the continuation behind it, in the same process at the same time: the least that waking a reader takes.</summary>
/// <remarks>A channel queues its reader behind all that waits for the thread pool; such a continuation goes to the worker that completed it, as a run's reader does.</remarks>
internal sealed class SignalFloor(Latency latency, Pace pace)
{
    private const int Lanes = 4;

    internal Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => LaneAsync(stop)));

    private async Task LaneAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(pace.Tick, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            var signal = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = ReadAsync(signal.Task);
            signal.SetResult(TimeProvider.System.GetTimestamp());
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            await reading;
        }
    }

    private async Task ReadAsync(Task<long> signal)
    {
        var written = await signal;
        latency.Record(TimeProvider.System.GetElapsedTime(written));
    }
}
