using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.Audit;

/// <summary>One of the host's keys with what is derived from it: a key for each purpose, so that none can stand in for another.</summary>
internal sealed class AuditKeyMaterial
{
    private readonly byte[] _recordKey;
    private readonly byte[] _checkpointKey;
    private readonly byte[] _wrapKey;

    // To make one costs as much as to use it; one that is idle holds the key and nothing of what it hashed.
    private readonly IncrementalHash?[] _idle = new IncrementalHash?[Math.Min(Environment.ProcessorCount, 64)];

    internal AuditKeyMaterial(string id, ReadOnlySpan<byte> key)
    {
        (Id, IdUtf8) = (id, Encoding.UTF8.GetBytes(id));
        (_recordKey, _checkpointKey, _wrapKey) = (Derive(key, "record"), Derive(key, "checkpoint"), Derive(key, "wrap"));
    }

    internal string Id { get; }

    internal byte[] IdUtf8 { get; }

    internal AuditHash MacOfRecord(ReadOnlySpan<byte> input)
    {
        ref var slot = ref _idle[Environment.CurrentManagedThreadId % _idle.Length];
        var hash = Interlocked.Exchange(ref slot, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _recordKey);
        Span<byte> mac = stackalloc byte[AuditHash.Size];
        hash.AppendData(input);
        hash.GetHashAndReset(mac);
        Interlocked.Exchange(ref slot, hash)?.Dispose();
        return new AuditHash(mac);
    }

    internal AuditHash SignatureOfCheckpoint(ReadOnlySpan<byte> input) => Mac(_checkpointKey, input);

    /// <summary>The key under which the data key of one owner is wrapped.</summary>
    internal AuditHash WrapKeyOf(AuditStreamId stream) => Mac(_wrapKey, stream.Value.ToArray());

    private static AuditHash Mac(byte[] key, ReadOnlySpan<byte> input)
    {
        Span<byte> mac = stackalloc byte[AuditHash.Size];
        HMACSHA256.HashData(key, input, mac);
        return new AuditHash(mac);
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, string purpose)
    {
        var derived = new byte[AuditHash.Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], info: Encoding.ASCII.GetBytes($"netra.audit.key.{purpose}.1"));
        return derived;
    }
}
