using System.Collections.Concurrent;
using System.Globalization;

namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>Runs many seeds on a few threads, each with worlds of its own.</summary>
internal sealed class QueueCrew
{
    private long _next;
    private long _seeds;
    private long _runs;
    private long _steps;
    private long _checks;
    private long _holds;
    private long _refused;
    private long _rejected;
    private long _suspended;
    private long _fingerprint;
    private TimeSpan _took;

    internal ConcurrentBag<(long Seed, string Problem)> Failures { get; } = [];

    internal long Seeds => _seeds;

    internal long Holds => _holds;

    internal long Refused => _refused;

    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_seeds:N0} seeds of queues in {_took.TotalSeconds:0.0} s: {_runs:N0} runs, {_rejected:N0} rejected, {_suspended:N0} suspended, {_steps:N0} steps, {_checks:N0} looks at turns and slots, {_holds:N0} amounts held, {_refused:N0} refused, {Failures.Count} seeds failed; fingerprint of all schedules {_fingerprint:x16}");

    internal static QueueCrew Run(long first, long count, int workers)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var crew = new QueueCrew { _next = first - 1 };
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
        var templates = QueueTemplate.All();
        for (long seed; (seed = Interlocked.Increment(ref _next)) < end && Failures.Count < 20;)
        {
            var world = new QueueWorld((ulong)seed, templates);
            world.Run();
            if (world.Problems.Count > 0)
                Failures.Add((seed, string.Join("; ", world.Problems.Take(3))));
            Interlocked.Increment(ref _seeds);
            Interlocked.Add(ref _fingerprint, (long)(world.Scheduler.Fingerprint * ((ulong)seed | 1)));
            Interlocked.Add(ref _steps, world.Scheduler.Steps);
            Interlocked.Add(ref _runs, world.Runs.Count);
            Interlocked.Add(ref _checks, world.Checks);
            Interlocked.Add(ref _holds, world.Ledger.Holds);
            Interlocked.Add(ref _refused, world.Ledger.Refused);
            Interlocked.Add(ref _rejected, world.Runs.Count(run => run.Result?.Status == ExecutionStatus.Rejected));
            Interlocked.Add(ref _suspended, world.Runs.Count(run => run.Result?.Status == ExecutionStatus.Suspended));
        }
    }
}
