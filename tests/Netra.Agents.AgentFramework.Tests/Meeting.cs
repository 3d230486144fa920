namespace Netra.Agents.AgentFramework.Tests;

/// <summary>Lets nobody go on before all are there.</summary>
internal sealed class Meeting(int size)
{
    private readonly Signal _full = new();
    private int _arrived;

    internal int Arrived => Volatile.Read(ref _arrived);

    /// <summary>Arrives, and waits for the others.</summary>
    internal Task ArriveAsync()
    {
        if (Interlocked.Increment(ref _arrived) == size)
        {
            _full.Set();
        }

        return _full.Task;
    }

    internal Task AllAreThereAsync() => _full.Task;
}
