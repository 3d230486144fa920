namespace Netra.Agents;

/// <summary>Gives the keys of the audit trail: from a vault, say. The library derives a key of its own for each purpose.</summary>
/// <remarks>
/// Asked on the way of every record: it must answer from memory, at once, for any number of callers. A key of one id never changes.
/// Rotation: make a new key known, then name it as the current one; keep the old ones as long as their records.
/// </remarks>
public interface IAuditKeyProvider
{
    /// <summary>The key for new records: 1 to 256 characters, as for all ids.</summary>
    string CurrentKeyId { get; }

    /// <summary>The key that makes pseudonyms of owners: at least 32 random bytes. It never changes: with another one every owner begins a new chain.</summary>
    ReadOnlyMemory<byte> PseudonymKey { get; }

    /// <summary>Finds a key: at least 32 random bytes. False when it isn't known.</summary>
    bool TryGetKey(string keyId, out ReadOnlyMemory<byte> key);
}
