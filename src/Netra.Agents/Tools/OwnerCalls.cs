namespace Netra.Agents.Tools;

/// <summary>How many tool calls one owner has under way. One an owner, held by the owner's runs.</summary>
internal sealed class OwnerCalls
{
    private int _running;

    internal bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _running) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _running);
        return false;
    }

    internal void Exit() => Interlocked.Decrement(ref _running);
}
