namespace Netra.Agents.Tests.Execution;

/// <summary>Counts awaits as they are reached, and holds the one that the test has chosen until the test lets go.</summary>
internal sealed class AwaitProbe(int at, bool ignoresTheToken) : IDisposable
{
    private readonly TaskCompletionSource _hit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _passed;

    internal CancellationTokenSource Caller { get; } = new();

    internal int Passed => _passed;

    internal Task Hit => _hit.Task;

    /// <summary>Ends when the agent's own code has ended.</summary>
    internal Task Ended => _ended.Task;

    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _passed) != at)
        {
            await Task.Yield();
            return;
        }

        _hit.SetResult();
        if (ignoresTheToken)
        {
            await _release.Task;
        }
        else
        {
            await _release.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Release() => _release.TrySetResult();

    internal void End() => _ended.TrySetResult();

    public void Dispose()
    {
        Release();
        Caller.Dispose();
    }
}
