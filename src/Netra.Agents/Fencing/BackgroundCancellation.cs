namespace Netra.Agents.Fencing;

internal static class BackgroundCancellation
{
    /// <summary>Cancels without running anybody's callbacks on this thread: they are other people's code and may block.</summary>
    internal static void Cancel(CancellationTokenSource source)
    {
        if (source.IsCancellationRequested)
        {
            return;
        }

        var task = CancelAsync(source);
        if (!task.IsCompletedSuccessfully)
        {
            Forget(task);
        }
    }

    /// <summary>The same; the task ends when all callbacks have run.</summary>
    internal static Task CancelAsync(CancellationTokenSource source)
    {
        var scheduler = TaskScheduler.Current;
        return scheduler == TaskScheduler.Default
            ? source.CancelAsync()
            : Task.Factory.StartNew(static source => ((CancellationTokenSource)source!).Cancel(), source, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }

    /// <summary>A callback that throws is the fault of who registered it, and nobody waits here to be told.</summary>
    internal static void Forget(Task task) =>
        _ = task.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
