namespace Netra.Agents.ModelContextProtocol.Tests;

internal sealed class CountedEntropy : IEntropySource
{
    private byte _count;

    public void Fill(Span<byte> destination) => destination.Fill(++_count);
}
