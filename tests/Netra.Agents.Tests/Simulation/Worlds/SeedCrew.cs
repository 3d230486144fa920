using System.Collections.Concurrent;
using System.Globalization;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Runs many seeds on a few threads, each with worlds of its own.</summary>
internal sealed class SeedCrew
{
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private long _next;
    private long _seeds;
    private long _steps;
    private long _events;
    private long _runs;
    private long _attempts;
    private TimeSpan _took;

    internal ConcurrentBag<long> Failures { get; } = [];

    internal long Seeds => _seeds;

    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_seeds:N0} seeds in {_took.TotalSeconds:0.0} s: {_seeds / _took.TotalSeconds:N0} schedules a second, {_runs:N0} runs, {_steps:N0} steps, {_events:N0} events seen, {_attempts:N0} forbidden attempts refused, {Failures.Count} seeds failed");

    internal static SeedCrew Run(long first, long count, int workers)
    {
        var crew = new SeedCrew { _next = first - 1 };
        var threads = new Thread[workers];
        for (var i = 0; i < workers; i++)
            (threads[i] = new Thread(() => crew.Work(first + count))).Start();
        foreach (var thread in threads)
            thread.Join();
        crew._took = TimeProvider.System.GetElapsedTime(crew._begun);
        return crew;
    }

    /// <summary>One seed with every line of what it did.</summary>
    internal static WorldTrace Trace(long seed, WorldTemplate[]? templates = null)
    {
        WorldTrace? trace = null;

        // On a thread of its own: a test's thread has a synchronization context, which a host's have not.
        var thread = new Thread(() => trace = new World((ulong)seed, templates ?? WorldTemplate.All(), isTraced: true).Run());
        thread.Start();
        thread.Join();
        return trace!;
    }

    private void Work(long end)
    {
        var templates = WorldTemplate.All();
        for (long seed; (seed = Interlocked.Increment(ref _next)) < end && Failures.Count < 20;)
        {
            var world = new World((ulong)seed, templates, isTraced: false);
            var trace = world.Run();
            if (WorldInvariants.Violations(trace).Count > 0)
                Failures.Add(seed);
            Interlocked.Increment(ref _seeds);
            Interlocked.Add(ref _steps, world.Scheduler.Steps);
            Interlocked.Add(ref _events, trace.EventsSeen);
            Interlocked.Add(ref _runs, trace.Runs.Count);
            Interlocked.Add(ref _attempts, trace.Attempts.Count(attempt => attempt.IsForbidden));
        }
    }
}
