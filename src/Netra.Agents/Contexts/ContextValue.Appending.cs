using Netra.Agents.Contexts;

namespace Netra.Agents;

public readonly partial struct ContextValue
{
    /// <summary>The list with an item at its end and only its last items; null counts as an empty list. False when it would be too large or too deep.</summary>
    internal bool TryAppend(in ContextValue item, int keepLast, out ContextValue list)
    {
        ReadOnlySpan<ContextValue> before = _content is ListNode node ? node.Own : [];
        var kept = Math.Min(before.Length, keepLast - 1);
        var own = new ContextValue[kept + 1];
        before[^kept..].CopyTo(own);
        own[kept] = item;

        var (size, depth) = (2L, 0);
        foreach (var one in own)
        {
            size += one.Size + 1;
            depth = Math.Max(depth, one.Depth);
        }

        if (size > MaxSize || depth + 1 > MaxDepth)
        {
            list = default;
            return false;
        }

        list = new ContextValue(new ListNode(own));
        return true;
    }
}
