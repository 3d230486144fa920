namespace Netra.Agents.Contexts;

internal sealed class SystemEntropySource : IEntropySource
{
    internal static readonly SystemEntropySource Instance = new();

    public void Fill(Span<byte> destination) => RandomBuffer.Fill(destination);
}
