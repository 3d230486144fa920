namespace SupportDesk.Web.Tests.Support;

/// <summary>Lets the words of a customer's answers through, as many as a test says.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _words = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];
    private int _allowed;
    private int _asked;

    /// <summary>Lets so many more words through.</summary>
    internal void Release(int words)
    {
        lock (_lock)
        {
            Reach(_words, _allowed += words);
        }
    }

    internal void Open() => Release(1_000_000);

    /// <summary>One word more, when it may.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        Task allowed;
        lock (_lock)
        {
            Reach(_watchers, ++_asked);
            allowed = Until(_words, _asked, _allowed);
        }

        await allowed.WaitAsync(cancellationToken);
    }

    /// <summary>Ends when so many words have been let through and the next one waits.</summary>
    internal Task PassedAsync(int words)
    {
        lock (_lock)
        {
            return Until(_watchers, words + 1, _asked).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private static Task Until(List<(int Count, TaskCompletionSource Reached)> waits, int count, int now)
    {
        if (count <= now)
            return Task.CompletedTask;

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waits.Add((count, reached));
        return reached.Task;
    }

    private static void Reach(List<(int Count, TaskCompletionSource Reached)> waits, int now)
    {
        foreach (var (_, reached) in waits.Where(wait => wait.Count <= now))
            reached.TrySetResult();
    }
}
