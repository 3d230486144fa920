using System.Collections.Concurrent;
using System.Globalization;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Runs many seeds on a few threads, each with worlds of its own.</summary>
internal sealed class FlowCrew
{
    private long _next;
    private long _seeds;
    private long _runs;
    private long _attempts;
    private long _processes;
    private long _steps;
    private long _events;
    private long _tried;
    private long _refused;
    private long _fingerprint;
    private TimeSpan _took;

    internal ConcurrentBag<long> Failures { get; } = [];

    internal long Seeds => _seeds;

    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_seeds:N0} seeds of workflows in {_took.TotalSeconds:0.0} s: {_seeds / _took.TotalSeconds:N0} schedules a second, {_runs:N0} runs, {_attempts:N0} attempts, {_processes:N0} processes, {_steps:N0} steps, {_events:N0} events, {_tried:N0} forbidden attempts, {_refused:N0} writes fenced, {Failures.Count} seeds failed; fingerprint of all schedules {_fingerprint:x16}");

    internal static FlowCrew Run(long first, long count, int workers)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var crew = new FlowCrew { _next = first - 1 };
        var threads = new Thread[workers];
        for (var i = 0; i < workers; i++)
            (threads[i] = new Thread(() => crew.Work(first + count))).Start();
        foreach (var thread in threads)
            thread.Join();
        crew._took = TimeProvider.System.GetElapsedTime(begun);
        return crew;
    }

    private void Work(long end)
    {
        var template = new FlowTemplate();
        for (long seed; (seed = Interlocked.Increment(ref _next)) < end && Failures.Count < 20;)
        {
            var world = new FlowWorld((ulong)seed, template, isTraced: false);
            world.Run();
            if (world.Problems.Count > 0)
                Failures.Add(seed);
            Interlocked.Increment(ref _seeds);
            Interlocked.Add(ref _fingerprint, (long)(world.Scheduler.Fingerprint * ((ulong)seed | 1)));
            Interlocked.Add(ref _steps, world.Scheduler.Steps);
            Interlocked.Add(ref _events, world.EventsSeen);
            Interlocked.Add(ref _runs, world.Runs.Count);
            Interlocked.Add(ref _attempts, world.Attempts);
            Interlocked.Add(ref _processes, world.Processes.Count);
            Interlocked.Add(ref _tried, world.Tried);
            Interlocked.Add(ref _refused, world.Refused);
        }
    }
}
