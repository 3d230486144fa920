namespace Netra.Agents.Contexts;

internal sealed class BytesNode(byte[] own)
{
    internal byte[] Own { get; } = own;
}
