using System.Collections.Frozen;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Keys that are all known when the process starts.</summary>
public sealed class AuditKeySet : IAuditKeyProvider
{
    internal const int LeastBytes = 32;

    private readonly FrozenDictionary<string, ReadOnlyMemory<byte>> _keys;

    /// <summary>Copies the keys.</summary>
    /// <param name="pseudonymKey">At least 32 random bytes, the same for as long as there are records.</param>
    /// <param name="currentKeyId">Which of the keys makes new records.</param>
    /// <param name="keys">All keys whose records are kept, by id; each of at least 32 random bytes.</param>
    /// <exception cref="ArgumentException">A key is too short, an id breaks the rule for ids, or the current key is missing.</exception>
    public AuditKeySet(ReadOnlySpan<byte> pseudonymKey, string currentKeyId, IEnumerable<KeyValuePair<string, byte[]>> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        PseudonymKey = Checked(pseudonymKey, nameof(pseudonymKey));
        _keys = keys.ToFrozenDictionary(pair => IdText.Check(pair.Key, nameof(keys)), pair => Checked(pair.Value, nameof(keys)), StringComparer.Ordinal);
        CurrentKeyId = IdText.Check(currentKeyId, nameof(currentKeyId));
        if (!_keys.ContainsKey(currentKeyId))
        {
            throw new ArgumentException($"The current key '{IdText.Shown(currentKeyId)}' is not among the keys.", nameof(currentKeyId));
        }
    }

    /// <inheritdoc/>
    public string CurrentKeyId { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PseudonymKey { get; }

    /// <inheritdoc/>
    public bool TryGetKey(string keyId, out ReadOnlyMemory<byte> key) => _keys.TryGetValue(keyId, out key);

    private static ReadOnlyMemory<byte> Checked(ReadOnlySpan<byte> key, string parameter) =>
        key.Length >= LeastBytes ? key.ToArray() : throw new ArgumentException($"A key has at least {LeastBytes} random bytes; this one has {key.Length}.", parameter);
}
