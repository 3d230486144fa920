namespace Netra.Agents.Contexts;

internal sealed class ListNode
{
    internal ListNode(ContextValue[] own)
    {
        Own = own;
        var (size, depth) = (2L, 0);
        foreach (var item in own)
        {
            size += item.Size + 1;
            depth = Math.Max(depth, item.Depth);
        }

        Size = ContextValueLimits.CheckSize(size);
        Depth = ContextValueLimits.CheckDepth(depth + 1);
    }

    internal ContextValue[] Own { get; }
    internal int Size { get; }
    internal int Depth { get; }
}
