using System.Security.Cryptography;

namespace Netra.Agents;

/// <summary>What a verifier needs of one of the host's keys. It opens no payload and no pseudonym, but could forge records: hand it to verifiers only.</summary>
/// <param name="KeyId">The id of the host's key.</param>
/// <param name="RecordKey">Verifies records: 32 bytes.</param>
/// <param name="CheckpointKey">Verifies checkpoints: 32 bytes.</param>
public sealed record AuditVerificationKey(string KeyId, ReadOnlyMemory<byte> RecordKey, ReadOnlyMemory<byte> CheckpointKey)
{
    /// <summary>Derives it from the host's key, as <see cref="AuditRecord"/> and <see cref="AuditCheckpoint"/> say.</summary>
    public static AuditVerificationKey Derive(string keyId, ReadOnlySpan<byte> key)
    {
        // RFC 5869 by hand: the writer uses the platform's, so that a mistake in either shows.
        var root = HMACSHA256.HashData(new byte[32], key);
        return new AuditVerificationKey(keyId, HMACSHA256.HashData(root, "netra.audit.key.record.1\u0001"u8), HMACSHA256.HashData(root, "netra.audit.key.checkpoint.1\u0001"u8));
    }

    /// <summary>The id, and nothing of the keys.</summary>
    public override string ToString() => $"verification key '{KeyId}'";
}
