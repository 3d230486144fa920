using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Agents.AspNetCore.Tests.Support;

/// <summary>Authenticates a request by its header <c>X-User</c>, as <c>subject</c>, <c>subject@issuer</c> or <c>subject@issuer#tenant</c>; the header <c>X-Until</c> says when the ticket ends.</summary>
internal sealed class TestUsers(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string Name = "test";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? text = Request.Headers["X-User"];
        if (string.IsNullOrEmpty(text))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var (rest, tenant) = Split(text, '#');
        var (subject, issuer) = Split(rest, '@');
        var identity = new ClaimsIdentity(Name);
        identity.AddClaim(new Claim("sub", subject, null, issuer ?? "https://issuer.example"));
        if (tenant is not null)
        {
            identity.AddClaim(new Claim("tenant", tenant, null, issuer ?? "https://issuer.example"));
        }

        var properties = new AuthenticationProperties();
        if (long.TryParse(Request.Headers["X-Until"], out var until))
        {
            properties.ExpiresUtc = DateTimeOffset.FromUnixTimeSeconds(until);
        }

        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Name)));
    }

    private static (string, string?) Split(string text, char at) => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, null);
}
