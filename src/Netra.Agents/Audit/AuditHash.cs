using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents;

/// <summary>32 bytes of a hash or of a message authentication code. Written as 64 lower-case hexadecimal digits, and read no other way.</summary>
public readonly record struct AuditHash
{
    /// <summary>How many bytes it has: 32.</summary>
    public const int Size = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Copies the bytes.</summary>
    /// <exception cref="ArgumentException">They are not 32.</exception>
    public AuditHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A hash has {Size} bytes; these are {bytes.Length}.", nameof(bytes));
        }

        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Copies the 32 bytes out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _fourth);
    }

    /// <summary>The 32 bytes, in an array of their own.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else, upper-case digits too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuditHash hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isHash = text is { Length: 2 * Size } && !text.AsSpan().ContainsAnyInRange('A', 'F') && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = isHash ? new AuditHash(bytes) : default;
        return isHash;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
