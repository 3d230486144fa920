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
    private long _fingerprint;
    private TimeSpan _took;

    internal ConcurrentBag<long> Failures { get; } = [];

    internal long Seeds => _seeds;

    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_seeds:N0} seeds in {_took.TotalSeconds:0.0} s: {_seeds / _took.TotalSeconds:N0} schedules a second, {_runs:N0} runs, {_steps:N0} steps, {_events:N0} events seen, {_attempts:N0} forbidden attempts, {Failures.Count} seeds failed; fingerprint of all schedules {_fingerprint:x16}");

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
    internal static WorldTrace Trace(long seed)
    {
        WorldTrace? trace = null;
        OnThreadOfItsOwn(() => trace = new World((ulong)seed, WorldTemplate.All(), isTraced: true).Run());
        return trace!;
    }

    /// <summary>A test's thread may have a synchronization context, which a host's have not.</summary>
    internal static void OnThreadOfItsOwn(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
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
            Interlocked.Add(ref _fingerprint, (long)(world.Scheduler.Fingerprint * ((ulong)seed | 1)));
            Interlocked.Add(ref _steps, world.Scheduler.Steps);
            Interlocked.Add(ref _events, trace.EventsSeen);
            Interlocked.Add(ref _runs, trace.Runs.Count);
            Interlocked.Add(ref _attempts, trace.Attempts.Count(attempt => attempt.IsForbidden));
        }
    }
}
