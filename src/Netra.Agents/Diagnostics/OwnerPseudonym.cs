using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.Diagnostics;

/// <summary>Shows an owner in logs as a short keyed hash: the same owner has the same one, and nobody without the key can tell whose it is.</summary>
internal sealed class OwnerPseudonym(byte[] key)
{
    internal string Of(Owner owner)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hash, owner.TenantId.Value);
        Add(hash, owner.UserId.Value);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static void Add(IncrementalHash hash, string? part)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
