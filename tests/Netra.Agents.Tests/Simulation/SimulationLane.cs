namespace Netra.Agents.Tests.Simulation;

/// <summary>The threads of one simulated process: they share the simulation's one thread and its order. When the process dies, what it had to do is never done.</summary>
internal sealed class SimulationLane(SimulationScheduler scheduler) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    internal bool IsDropped { get; private set; }

    /// <summary>Queues work without anything ambient of whoever asks.</summary>
    internal void Start(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
    }

    internal void Drop()
    {
        IsDropped = true;
        scheduler.Forget(this);
    }

    internal void Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => scheduler.Queue(task, this);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
