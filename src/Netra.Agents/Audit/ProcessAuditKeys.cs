namespace Netra.Agents.Audit;

/// <summary>Random keys of this process: its chains can be verified, and its payloads read, for as long as it lives.</summary>
internal sealed class ProcessAuditKeys : IAuditKeyProvider
{
    private readonly byte[] _key = new byte[AuditKeySet.LeastBytes];

    public ProcessAuditKeys(IEntropySource entropy)
    {
        var pseudonymKey = new byte[AuditKeySet.LeastBytes];
        Span<byte> id = stackalloc byte[8];
        entropy.Fill(_key);
        entropy.Fill(pseudonymKey);
        entropy.Fill(id);
        (PseudonymKey, CurrentKeyId) = (pseudonymKey, $"process-{Convert.ToHexStringLower(id)}");
    }

    public string CurrentKeyId { get; }

    public ReadOnlyMemory<byte> PseudonymKey { get; }

    public bool TryGetKey(string keyId, out ReadOnlyMemory<byte> key)
    {
        key = keyId == CurrentKeyId ? _key : default;
        return !key.IsEmpty;
    }
}
