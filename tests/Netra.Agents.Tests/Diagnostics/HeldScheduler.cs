namespace Netra.Agents.Tests.Diagnostics;

/// <summary>A scheduler of the host's own: it runs the first task at once, and holds all others until it is told to run them.</summary>
internal sealed class HeldScheduler : TaskScheduler
{
    private readonly Lock _gate = new();
    private readonly Queue<Task> _held = [];
    private bool _runsNow;

    internal HeldScheduler RunningNow()
    {
        _runsNow = true;
        return this;
    }

    internal void RunHeld()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    protected override void QueueTask(Task task)
    {
        if (_runsNow)
        {
            _runsNow = false;
            TryExecuteTask(task);
            return;
        }

        lock (_gate)
        {
            _held.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private Task? Next()
    {
        lock (_gate)
        {
            return _held.TryDequeue(out var task) ? task : null;
        }
    }
}
