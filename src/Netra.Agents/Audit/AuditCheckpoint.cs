namespace Netra.Agents;

/// <summary>Says, signed, how many records a chain had at a time, and the MAC of the last of them. Kept away from the records, it shows that a tail was cut.</summary>
/// <remarks>
/// The signature is HMAC-SHA256 under the checkpoint key, over these fields, each behind its length in 4 bytes (all numbers big-endian):
/// <c>netra.audit.checkpoint.1</c>, stream (32 bytes), sequence (8), head (32), time (8; 100 ns since year 1, UTC), key id (UTF-8).
/// The checkpoint key is HKDF-SHA256 (RFC 5869) of the host's key with no salt and the info <c>netra.audit.key.checkpoint.1</c>, 32 bytes long.
/// </remarks>
/// <param name="Stream">Which chain.</param>
/// <param name="Sequence">How many records it had.</param>
/// <param name="Head">The MAC of the last of them.</param>
/// <param name="Timestamp">When this was (UTC).</param>
/// <param name="KeyId">Which key signed it.</param>
/// <param name="Signature">The signature.</param>
public sealed record AuditCheckpoint(AuditStreamId Stream, long Sequence, AuditHash Head, DateTimeOffset Timestamp, string KeyId, AuditHash Signature);
