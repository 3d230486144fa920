using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Netra.Agents.AspNetCore;

/// <summary>Tells who sent a request, from what the host has authenticated and from nothing else.</summary>
internal sealed class Callers(AgentEndpointOptions options)
{
    /// <summary>Null when nobody was authenticated, or not clearly one.</summary>
    internal Caller? Of(HttpContext context)
    {
        var user = context.User;
        if (ClaimsOwner.Of(user, options.TenantClaim) is { } owner)
        {
            return new Caller(owner, options.GrantsOf(user), user, Until(context, user));
        }

        var isAuthenticated = user.Identities.Any(identity => identity.IsAuthenticated);
        if (options.DevelopmentIdentity is not { } name || isAuthenticated)
        {
            return null;
        }

        var development = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name, null, "development")], "development"));
        return new Caller(ClaimsOwner.Of(development, null)!.Value, options.GrantsOf(development), development, null);
    }

    /// <summary>The earlier of the ticket's end and the token's.</summary>
    private static DateTimeOffset? Until(HttpContext context, ClaimsPrincipal user)
    {
        var ticket = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        var token = user.FindFirst("exp") is { } exp && long.TryParse(exp.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : (DateTimeOffset?)null;
        return ticket is null || token < ticket ? token ?? ticket : ticket;
    }
}
