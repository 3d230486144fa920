using System.Collections.Concurrent;

namespace Netra.Agents.Tests.Simulation;

/// <summary>Runs every task of a simulated system on the thread that made it, in an order that a seed decides. Time passes when nothing can run.</summary>
internal sealed class SimulationScheduler : TaskScheduler
{
    private const int MaxSteps = 200_000;
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    private readonly SimulationRandom _random;
    private readonly int _hastePerThousand;
    private readonly int _threadId = Environment.CurrentManagedThreadId;
    private readonly List<(Task Task, SimulationLane? Lane)> _runnable = [];
    private readonly ConcurrentQueue<string> _escapes = new();

    /// <param name="seed">The schedule.</param>
    /// <param name="hastePerThousand">How often a timer comes due although tasks could run: a slow thread, seen from outside.</param>
    internal SimulationScheduler(ulong seed, int hastePerThousand = 0)
    {
        (_random, _hastePerThousand) = (new SimulationRandom(seed), hastePerThousand);
        Clock = new VirtualClock(this);
    }

    internal VirtualClock Clock { get; }

    internal int Steps { get; private set; }

    /// <summary>A hash of all choices that were open and made: equal for equal schedules.</summary>
    internal ulong Fingerprint { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Queues work without anything ambient of whoever asks.</summary>
    internal Task Start(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();
    }

    /// <summary>Runs until the goal is reached and nothing more can run without time passing.</summary>
    internal void Run(Task goal)
    {
        while (Step() || !goal.IsCompleted)
            if (_runnable.Count == 0 && !goal.IsCompleted && !Clock.Jump())
                throw Failure("Nothing can run, no timer is set, and yet the goal is not reached");
    }

    /// <summary>Runs until nothing can run and no timer is set.</summary>
    internal void RunDry()
    {
        while (Step() || Clock.Jump())
        {
        }
    }

    /// <summary>Notes that something ran on another thread than the simulation's.</summary>
    internal void CheckThread(string what)
    {
        if (Environment.CurrentManagedThreadId != _threadId)
            NoteEscape(what);
    }

    /// <summary>Queues a task, of a lane or of nobody's.</summary>
    internal void Queue(Task task, SimulationLane? lane)
    {
        if (Environment.CurrentManagedThreadId != _threadId)
            NoteEscape("a task was queued");
        else if (lane is not { IsDropped: true })
            _runnable.Add((task, lane));
    }

    /// <summary>Forgets what a lane had still to do.</summary>
    internal void Forget(SimulationLane lane) => _runnable.RemoveAll(one => one.Lane == lane);

    protected override void QueueTask(Task task) => Queue(task, null);

    /// <summary>Never: a task that runs inside of another is a choice that the seed did not make.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _runnable.Select(one => one.Task)];

    private bool Step()
    {
        if (!_escapes.IsEmpty)
            throw Failure("Something left the simulation");
        if (_runnable.Count == 0)
            return false;
        if (++Steps > MaxSteps || Clock.Elapsed > Horizon)
            throw Failure($"It does not end ({Steps} steps, {Clock.Elapsed} of its time)");
        if (_hastePerThousand > 0 && _random.Next(1000) < _hastePerThousand)
            Clock.Jump();

        var index = _random.Next(_runnable.Count);
        Fingerprint = (Fingerprint * 0x100000001B3) ^ (ulong)((_runnable.Count << 16) | index) ^ ((ulong)Clock.Elapsed.Ticks << 8);
        var (task, lane) = _runnable[index];
        _runnable[index] = _runnable[^1];
        _runnable.RemoveAt(_runnable.Count - 1);
        if (lane is null)
            TryExecuteTask(task);
        else
            lane.Execute(task);
        return task is not { IsFaulted: true, AsyncState: VirtualTimer } ? true : throw Failure($"The callback of a timer threw: {task.Exception}");
    }

    private void NoteEscape(string what)
    {
        _escapes.Enqueue($"{what} on another thread:{Environment.NewLine}{Environment.StackTrace}");
        lock (_escapes)
            Monitor.PulseAll(_escapes);
    }

    private SimulationException Failure(string why)
    {
        // What is missing may be under way on another thread: its trail is the best answer there is.
        lock (_escapes)
            if (_escapes.IsEmpty)
                Monitor.Wait(_escapes, TimeSpan.FromMilliseconds(200));
        return new SimulationException(string.Join(Environment.NewLine, [$"{why}.", .. _escapes]));
    }
}
