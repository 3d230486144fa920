using System.Buffers.Binary;

namespace Netra.Agents.Contexts;

/// <summary>UUIDv7 (RFC 9562, section 5.7) from a given clock and a given source of entropy.</summary>
internal static class NewId
{
    internal static Guid Create(TimeProvider clock, IEntropySource entropy) => Create(clock.GetUtcNow(), entropy);

    internal static Guid Create(DateTimeOffset now, IEntropySource entropy)
    {
        Span<byte> bytes = stackalloc byte[16];
        entropy.Fill(bytes[6..]);
        var milliseconds = (ulong)now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
