namespace Netra.Agents;

/// <summary>An owner's data key, encrypted under a key of the host.</summary>
/// <param name="KeyId">Which key of the host.</param>
/// <param name="Bytes">The encrypted key, for a store to keep as it is.</param>
public sealed record AuditWrappedKey(string KeyId, ReadOnlyMemory<byte> Bytes);
