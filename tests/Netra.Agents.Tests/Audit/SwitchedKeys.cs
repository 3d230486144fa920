using System.Security.Cryptography;

namespace Netra.Agents.Tests.Audit;

/// <summary>Keys of which a test says which is current and which are known.</summary>
internal sealed class SwitchedKeys(params string[] ids) : IAuditKeyProvider
{
    private readonly Dictionary<string, byte[]> _keys = ids.ToDictionary(id => id, _ => RandomNumberGenerator.GetBytes(32));

    public string CurrentKeyId { get; set; } = ids[0];

    public ReadOnlyMemory<byte> PseudonymKey { get; } = RandomNumberGenerator.GetBytes(32);

    internal HashSet<string> Forgotten { get; } = [];

    public bool TryGetKey(string keyId, out ReadOnlyMemory<byte> key)
    {
        var isKnown = _keys.TryGetValue(keyId, out var bytes) && !Forgotten.Contains(keyId);
        key = isKnown ? bytes : default;
        return isKnown;
    }
}
