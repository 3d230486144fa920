using System.Security.Claims;

namespace Netra.Agents;

/// <summary>What an inspector shows to whom.</summary>
public sealed class InspectorOptions
{
    /// <summary>The authorization policy of those who may read what runs say: texts, arguments, results, threads. Asked for each request, with the <see cref="RunInfo"/> as its resource.</summary>
    /// <value>Null: nobody. What is hidden never leaves the host.</value>
    public string? PayloadPolicy { get; set; }

    /// <summary>Whose runs somebody sees: <see cref="RunsOf.Tenant"/> of what <see cref="ClaimsOwner.Of"/> says for those who look after their own tenant. Not to be null.</summary>
    /// <value>Everybody's.</value>
    public Func<ClaimsPrincipal, RunsOf> RunsFor { get; set; } = static _ => RunsOf.Everybody;
}
