using System.Threading.Channels;

namespace Netra.Agents.LoadTests;

/// <summary>A bare channel in the same process at the same time: what a hop from a writer to a reader takes with nothing of the library in between.</summary>
/// <remarks>A few lanes write as an agent does, a few values at each tick. What is slow here is the machine.</remarks>
internal sealed class ChannelFloor(Latency latency, Pace pace)
{
    private const int Lanes = 4;
    private readonly int _burst = (int)Math.Clamp(Math.Round(pace.Tick / pace.Token), 1, 100);

    internal Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => LaneAsync(stop)));

    private async Task LaneAsync(CancellationToken stop)
    {
        var channel = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(channel.Reader);
        using var ticks = new PeriodicTimer(pace.Tick, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < _burst; i++)
            {
                channel.Writer.TryWrite(TimeProvider.System.GetTimestamp());
            }

            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }

        channel.Writer.Complete();
        await reading;
    }

    private async Task ReadAsync(ChannelReader<long> reader)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var written))
            {
                latency.Record(TimeProvider.System.GetElapsedTime(written));
            }
        }
    }
}
