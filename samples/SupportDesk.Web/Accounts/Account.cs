using System.Security.Claims;

namespace SupportDesk.Web.Accounts;

/// <summary>Somebody who can sign in.</summary>
internal sealed record Account(string Id, string Name, string Role)
{
    internal const string Customer = "customer";
    internal const string Operator = "operator";

    /// <summary>Who says so: this host.</summary>
    internal const string Issuer = "support-desk";

    /// <summary>The claim that names the sign-in, so that it can be ended.</summary>
    internal const string SignInClaim = "sign_in";

    internal ClaimsPrincipal SignedIn(string signIn) => new(new ClaimsIdentity(
        [Claim(ClaimTypes.NameIdentifier, Id), Claim(ClaimTypes.Name, Name), Claim(ClaimTypes.Role, Role), Claim(SignInClaim, signIn)], "password"));

    private static Claim Claim(string type, string value) => new(type, value, ClaimValueTypes.String, Issuer);
}
