using System.Collections.Concurrent;

namespace Netra.Agents.WebLoad;

/// <summary>What the client saw.</summary>
internal sealed class Tally
{
    private readonly ConcurrentQueue<string> _examples = new();
    private long _started;
    private long _terminals;
    private long _frames;
    private long _gaps;
    private long _reconnects;
    private long _cut;
    private long _wrong;

    /// <summary>From the agent's piece to its frame, in microseconds, of connections that read and stay.</summary>
    internal ConcurrentQueue<double> Latencies { get; } = new();

    internal long Started => Volatile.Read(ref _started);
    internal long Terminals => Volatile.Read(ref _terminals);
    internal long Frames => Volatile.Read(ref _frames);
    internal long Gaps => Volatile.Read(ref _gaps);
    internal long Reconnects => Volatile.Read(ref _reconnects);
    internal long Cut => Volatile.Read(ref _cut);
    internal long Wrong => Volatile.Read(ref _wrong);

    internal IEnumerable<string> Examples => _examples.Take(10);

    internal void Start() => Interlocked.Increment(ref _started);

    internal void Terminal() => Interlocked.Increment(ref _terminals);

    internal void Frame() => Interlocked.Increment(ref _frames);

    internal void Gap() => Interlocked.Increment(ref _gaps);

    internal void Reconnect() => Interlocked.Increment(ref _reconnects);

    internal void WasCut() => Interlocked.Increment(ref _cut);

    internal void Fault(string what)
    {
        Interlocked.Increment(ref _wrong);
        _examples.Enqueue(what);
    }
}
