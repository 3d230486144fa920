using System.Collections.Concurrent;

namespace Netra.Agents.LoadTests;

/// <summary>Where an agent finds what it is to do.</summary>
internal sealed class LiveRuns
{
    private readonly ConcurrentDictionary<long, LiveRun> _runs = new();

    internal int Count => _runs.Count;

    internal LiveRun this[long index] => _runs[index];

    internal void Add(LiveRun run) => _runs[run.Index] = run;

    internal void Remove(LiveRun run) => _runs.TryRemove(run.Index, out _);
}
