namespace Netra.Agents.Contexts;

internal static class ContextValueLimits
{
    internal static int CheckSize(long size) => size <= ContextValue.MaxSize
        ? (int)size
        : throw new ArgumentException($"A value of about {size:N0} characters is too large; the limit is {ContextValue.MaxSize:N0} (ContextValue.MaxSize). Keep large content in a store of your own and pass its key.");

    internal static int CheckDepth(int depth) => depth <= ContextValue.MaxDepth
        ? depth
        : throw new ArgumentException($"A value nested {depth} deep is too deep; the limit is {ContextValue.MaxDepth} (ContextValue.MaxDepth).");
}
