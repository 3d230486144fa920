using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents;

/// <summary>Who an authenticated principal is: the subject, as its issuer names it.</summary>
/// <remarks>What <c>MapNetraAgents</c> runs agents for. A host that exports or erases somebody's data, or runs an agent for them outside of a request, names them by this too.</remarks>
public static class ClaimsOwner
{
    private const int MaxId = 256;

    /// <summary>The owner that a principal is: its claim <c>sub</c>, or name identifier, with the claim's issuer. The same subject of two issuers is two owners.</summary>
    /// <param name="principal">As the host has authenticated it. Identities that are not authenticated aren't looked at.</param>
    /// <param name="tenantClaim">The type of the claim that names the tenant, which is qualified by its issuer too; null where there are no tenants.</param>
    /// <returns>Null unless exactly one subject of one issuer was authenticated, and one tenant where there are tenants.</returns>
    public static Owner? Of(ClaimsPrincipal principal, string? tenantClaim = null)
    {
        ArgumentNullException.ThrowIfNull(principal);

        // An identity that isn't authenticated may say what it likes, also beside one that is.
        var claims = principal.Identities.Where(identity => identity.IsAuthenticated).SelectMany(identity => identity.Claims).ToArray();
        if (Only(claims, "sub", ClaimTypes.NameIdentifier) is not { } subject)
        {
            return null;
        }

        var user = new UserId(Named(subject));
        if (tenantClaim is null)
        {
            return new Owner(user);
        }

        return Only(claims, tenantClaim) is { } tenant ? new Owner(new TenantId(Named(tenant)), user) : null;
    }

    private static Claim? Only(Claim[] claims, params ReadOnlySpan<string> types)
    {
        Claim? found = null;
        foreach (var claim in claims)
        {
            if (!types.Contains(claim.Type) || claim.Value.Length == 0)
            {
                continue;
            }

            if (found is not null && (found.Value != claim.Value || found.Issuer != claim.Issuer))
            {
                return null;
            }

            found = claim;
        }

        return found;
    }

    /// <summary>The same for no two pairs of issuer and value. What doesn't fit an id, or can't stand in one, is named by its hash, which has no bar in it.</summary>
    private static string Named(Claim claim)
    {
        var issuer = claim.Issuer.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
        var name = $"{issuer}|{claim.Value}";
        return name.Length <= MaxId && !name.Any(static c => char.IsControl(c) || char.IsSurrogate(c))
            ? name
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)));
    }
}
