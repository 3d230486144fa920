namespace Netra.Agents.LoadTests;

/// <summary>Agents that have all begun and wait for one word.</summary>
internal sealed class WaitingAgents(int count)
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = count;

    internal Task Arrived => _arrived.Task;

    internal void Release() => _released.SetResult();

    internal async Task WaitAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _arrived.SetResult();
        }

        await _released.Task;
    }
}
