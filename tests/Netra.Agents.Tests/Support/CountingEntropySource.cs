using System.Buffers.Binary;

namespace Netra.Agents.Tests.Support;

/// <summary>Bytes that are never the same twice and the same in every test.</summary>
internal sealed class CountingEntropySource(int seed) : IEntropySource
{
    private long _count;

    public void Fill(Span<byte> destination)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, ((long)seed << 32) + Interlocked.Increment(ref _count));
        for (var i = 0; i < destination.Length; i++)
        {
            destination[^(i + 1)] = number[i % 8];
        }
    }
}
