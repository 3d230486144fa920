using System.Collections.Concurrent;
using System.Threading.Channels;
using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

/// <summary>Keeps what a log and its pumps report.</summary>
internal sealed class CountedEvents : EventCounters
{
    private readonly Channel<AgentEvent> _lost = Channel.CreateUnbounded<AgentEvent>();
    private long _merged;
    private long _dropped;

    internal long MergedCount => Interlocked.Read(ref _merged);
    internal long DroppedCount => Interlocked.Read(ref _dropped);
    internal ConcurrentQueue<(string Sink, AgentEvent Item, int Attempts, Exception? Exception)> Lost { get; } = new();
    internal ConcurrentQueue<(string Sink, AgentEvent? Last)> Overflows { get; } = new();

    /// <summary>Ends when one more event was given up.</summary>
    internal Task<AgentEvent> NextLostAsync() => _lost.Reader.ReadAsync().Soon();

    internal override void Merged(long events) => Interlocked.Add(ref _merged, events);

    internal override void Dropped(long events) => Interlocked.Add(ref _dropped, events);

    internal override void Undelivered(string sink, AgentEvent item, int attempts, Exception? exception)
    {
        Lost.Enqueue((sink, item, attempts, exception));
        _lost.Writer.TryWrite(item);
    }

    internal override void SinkOverflow(string sink, AgentEvent? last) => Overflows.Enqueue((sink, last));
}
