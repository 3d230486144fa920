namespace Netra.Agents.Tests.DependencyInjection;

/// <summary>A scoped service that knows for whom it was made, and whether it is gone.</summary>
internal sealed class Probe : IAsyncDisposable
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposals;

    internal Probe(UserExecutionContext context, ProbeLog log)
    {
        Context = context;
        log.Add(this);
    }

    internal UserExecutionContext Context { get; }

    internal Task Disposed => _disposed.Task;

    internal int Disposals => Volatile.Read(ref _disposals);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Dispose()
    {
        Interlocked.Increment(ref _disposals);
        _disposed.TrySetResult();
    }
}
