using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Netra.Agents.Audit;

/// <summary>The key under which one owner's payloads are encrypted. Not safe for concurrent use.</summary>
/// <remarks>A nonce is random: a sequence can be tried twice, after a write of which nobody knows whether it came through.</remarks>
internal sealed class AuditDataKey : IDisposable
{
    private const int IdSize = 8;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = IdSize + NonceSize + TagSize;

    private readonly byte[] _id;
    private readonly AesGcm _cipher;

    private AuditDataKey(ReadOnlySpan<byte> id, ReadOnlySpan<byte> key) => (_id, _cipher) = (id.ToArray(), new AesGcm(key, TagSize));

    public void Dispose() => _cipher.Dispose();

    /// <summary>Makes a wrapped key: its id, a nonce, the encrypted key, a tag.</summary>
    internal static AuditWrappedKey Create(AuditStreamId stream, AuditKeyMaterial material, IEntropySource entropy)
    {
        var wrapped = new byte[Overhead + KeySize];
        Span<byte> key = stackalloc byte[KeySize];
        entropy.Fill(wrapped.AsSpan(0, IdSize + NonceSize));
        entropy.Fill(key);
        using var cipher = new AesGcm(material.WrapKeyOf(stream).ToArray(), TagSize);
        cipher.Encrypt(Nonce(wrapped), key, Cipher(wrapped), Tag(wrapped), wrapped.AsSpan(0, IdSize));
        CryptographicOperations.ZeroMemory(key);
        return new AuditWrappedKey(material.Id, wrapped);
    }

    /// <exception cref="AuditUnavailableException">The key was made for another owner, or was changed.</exception>
    internal static AuditDataKey Unwrap(AuditStreamId stream, AuditKeyMaterial material, AuditWrappedKey wrapped)
    {
        Span<byte> key = stackalloc byte[KeySize];
        try
        {
            var bytes = wrapped.Bytes.ToArray();
            using var cipher = new AesGcm(material.WrapKeyOf(stream).ToArray(), TagSize);
            cipher.Decrypt(Nonce(bytes), Cipher(bytes), Tag(bytes), key, bytes.AsSpan(0, IdSize));
            return new AuditDataKey(bytes.AsSpan(0, IdSize), key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new AuditUnavailableException("The data key of an owner can't be unwrapped: it was changed, or wrapped for another.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal byte[] Encrypt(ReadOnlySpan<byte> plain, AuditStreamId stream, long sequence, IEntropySource entropy)
    {
        var payload = new byte[Overhead + plain.Length];
        _id.CopyTo(payload, 0);
        entropy.Fill(payload.AsSpan(IdSize, NonceSize));
        Span<byte> place = stackalloc byte[AuditHash.Size + 8];
        WritePlace(place, stream, sequence);
        _cipher.Encrypt(Nonce(payload), plain, Cipher(payload), Tag(payload), place);
        return payload;
    }

    /// <summary>True when the payload was written under this key: else it was erased.</summary>
    internal bool Wrote(ReadOnlySpan<byte> payload) => payload.StartsWith(_id);

    /// <summary>Null when the payload was changed or stood in another place.</summary>
    internal byte[]? Decrypt(ReadOnlyMemory<byte> payload, AuditStreamId stream, long sequence)
    {
        if (payload.Length < Overhead)
        {
            return null;
        }

        Span<byte> place = stackalloc byte[AuditHash.Size + 8];
        WritePlace(place, stream, sequence);
        var bytes = payload.ToArray();
        var plain = new byte[bytes.Length - Overhead];
        try
        {
            _cipher.Decrypt(Nonce(bytes), Cipher(bytes), Tag(bytes), plain, place);
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Span<byte> Nonce(byte[] bytes) => bytes.AsSpan(IdSize, NonceSize);

    private static Span<byte> Cipher(byte[] bytes) => bytes.AsSpan(IdSize + NonceSize, bytes.Length - Overhead);

    private static Span<byte> Tag(byte[] bytes) => bytes.AsSpan(bytes.Length - TagSize);

    private static void WritePlace(Span<byte> place, AuditStreamId stream, long sequence)
    {
        stream.Value.CopyTo(place);
        BinaryPrimitives.WriteInt64BigEndian(place[AuditHash.Size..], sequence);
    }
}
