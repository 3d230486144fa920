namespace Netra.Agents.Tools;

/// <summary>How many tool calls one owner has under way, and what of earlier ones is still to be recorded. One an owner, held by the owner's runs.</summary>
internal sealed class OwnerCalls
{
    private int _running;
    private UnwrittenOutcomes? _unwritten;

    /// <summary>Null as long as every outcome could be recorded.</summary>
    internal UnwrittenOutcomes? Unwritten => Volatile.Read(ref _unwritten);

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

    /// <summary>Notes what is still to be recorded; false when there is too much of it.</summary>
    internal bool Owe(AuditEntry entry)
    {
        var unwritten = Unwritten ?? Interlocked.CompareExchange(ref _unwritten, new UnwrittenOutcomes(), null) ?? Unwritten!;
        return unwritten.TryAdd(entry);
    }
}
