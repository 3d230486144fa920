namespace Netra.Agents.Tests.Support;

/// <summary>The gates between a test and the agent that it watches. Whatever is still shut at the end of the test is opened.</summary>
internal sealed class Stage : IDisposable
{
    private readonly TaskCompletionSource _reached = Gate();
    private readonly TaskCompletionSource _release = Gate();
    private readonly TaskCompletionSource _ghostGate = Gate();
    private readonly TaskCompletionSource<IReadOnlyList<string>> _ghost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Shut until <see cref="Release"/>, for code that blocks its thread.</summary>
    internal ManualResetEventSlim Block { get; } = new();

    internal CancellationTokenSource Caller { get; } = new();

    /// <summary>Ends when the agent has come to the place that the test waits for.</summary>
    internal Task Reached => _reached.Task;

    /// <summary>Ends at <see cref="Release"/>, whatever any token says.</summary>
    internal Task Released => _release.Task;

    internal void Reach() => _reached.TrySetResult();

    internal void Release()
    {
        _release.TrySetResult();
        Block.Set();
    }

    internal async Task HangAsync()
    {
        Reach();
        await Released;
    }

    /// <summary>Leaves code behind that tries everything once the execution has ended.</summary>
    internal void Haunt(AgentExecution execution) => _ = Task.Run(async () =>
    {
        await _ghostGate.Task;
        _ghost.SetResult(await Zombie.UnfencedAsync(execution));
    });

    internal Task<IReadOnlyList<string>> WakeGhostAsync()
    {
        _ghostGate.TrySetResult();
        return _ghost.Task;
    }

    public void Dispose()
    {
        Reach();
        Release();
        _ghostGate.TrySetResult();
        Caller.Dispose();
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
