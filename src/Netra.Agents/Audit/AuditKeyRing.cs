using System.Collections.Concurrent;
using System.Security.Cryptography;
using Netra.Agents.Contexts;

namespace Netra.Agents.Audit;

/// <summary>The host's keys as the trail uses them.</summary>
internal sealed class AuditKeyRing(IAuditKeyProvider provider)
{
    private readonly ConcurrentDictionary<string, AuditKeyMaterial> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuditVerificationKey> _verifying = new(StringComparer.Ordinal);
    private AuditKeyMaterial? _current;

    /// <exception cref="AuditUnavailableException">The provider names a key that it doesn't have.</exception>
    internal AuditKeyMaterial Current
    {
        get
        {
            var id = provider.CurrentKeyId;
            var current = Volatile.Read(ref _current);
            if (current is not null && current.Id == id)
            {
                return current;
            }

            current = Find(IdText.Check(id, nameof(provider.CurrentKeyId))) ?? throw new AuditUnavailableException("The current key of the audit trail is not among the keys (IAuditKeyProvider).");
            Volatile.Write(ref _current, current);
            return current;
        }
    }

    internal AuditKeyMaterial? Find(string keyId) =>
        _known.TryGetValue(keyId, out var known) ? known
        : provider.TryGetKey(keyId, out var key) ? _known.GetOrAdd(keyId, new AuditKeyMaterial(keyId, Checked(key).Span))
        : null;

    internal AuditVerificationKey? VerificationKeyOf(string keyId) =>
        _verifying.TryGetValue(keyId, out var known) ? known
        : provider.TryGetKey(keyId, out var key) ? _verifying.GetOrAdd(keyId, AuditVerificationKey.Derive(keyId, Checked(key).Span))
        : null;

    internal AuditStreamId StreamOf(Owner owner)
    {
        var input = new AuditFields(stackalloc byte[AuditFields.Size("netra.audit.stream.1", owner.TenantId.Value, owner.UserId.Value)]);
        input.Add("netra.audit.stream.1");
        input.Add(owner.TenantId.Value);
        input.Add(owner.UserId.Value);
        Span<byte> mac = stackalloc byte[AuditHash.Size];
        HMACSHA256.HashData(Checked(provider.PseudonymKey).Span, input.Written, mac);
        return new AuditStreamId(new AuditHash(mac));
    }

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> key) => key.Length >= AuditKeySet.LeastBytes
        ? key
        : throw new AuditUnavailableException($"A key of the audit trail has {key.Length} bytes; it needs at least {AuditKeySet.LeastBytes}.");
}
