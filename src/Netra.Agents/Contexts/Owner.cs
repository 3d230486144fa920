using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents;

/// <summary>Whose something is: a user within a tenant. Every stored thing, event, audit entry, claim and subscription carries one.</summary>
/// <remarks>A key made of parts, never of joined text: <c>("a", "b:c")</c> and <c>("a:b", "c")</c> are different owners.</remarks>
public readonly record struct Owner
{
    /// <summary>Names a user of a tenant.</summary>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is a default value: a missing identity is refused.</exception>
    public Owner(TenantId tenantId, UserId userId)
    {
        if (userId.IsDefault)
        {
            throw new ArgumentException("An owner needs a user; this UserId is a default value.", nameof(userId));
        }

        TenantId = tenantId;
        UserId = userId;
    }

    /// <summary>Names a user that belongs to no tenant.</summary>
    /// <exception cref="ArgumentException"><paramref name="userId"/> is a default value.</exception>
    public Owner(UserId userId) : this(TenantId.None, userId) { }

    /// <summary>The tenant, or <see cref="TenantId.None"/>.</summary>
    public TenantId TenantId { get; }

    /// <summary>The user.</summary>
    public UserId UserId { get; }

    internal bool IsDefault => UserId.IsDefault;

    internal void Check(string parameterName)
    {
        if (IsDefault)
        {
            throw new ArgumentException("The owner is missing: a default Owner names nobody and is never taken for everybody.", parameterName);
        }
    }

    /// <summary>A digest that tells owners apart without showing who they are; not for use as a secret or in logs that leave the host.</summary>
    public override string ToString()
    {
        if (IsDefault)
        {
            return "Owner(none)";
        }

        var tenant = TenantId.Value is { } text ? $"t{text.Length}:{text}" : "n";
        return $"Owner({Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"netra.owner|{tenant}|{UserId.Value}")).AsSpan(0, 16))})";
    }
}
