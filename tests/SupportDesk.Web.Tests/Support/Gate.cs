namespace SupportDesk.Web.Tests.Support;

/// <summary>Lets the words of a customer's answers through, as many as a test says.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waits = [];
    private int _allowed;
    private int _passed;

    /// <summary>Lets so many more words through.</summary>
    internal void Release(int words)
    {
        lock (_lock)
        {
            _allowed += words;
            CompleteNeedsLock();
        }
    }

    internal void Open() => Release(1_000_000);

    /// <summary>One word more, when it may.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        Task allowed;
        lock (_lock)
        {
            allowed = UntilNeedsLock(++_passed);
        }

        await allowed.WaitAsync(cancellationToken);
    }

    private Task UntilNeedsLock(int count)
    {
        if (count <= _allowed)
            return Task.CompletedTask;

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Add((count, reached));
        return reached.Task;
    }

    private void CompleteNeedsLock()
    {
        foreach (var (_, reached) in _waits.Where(wait => wait.Count <= _allowed))
            reached.TrySetResult();
    }
}
