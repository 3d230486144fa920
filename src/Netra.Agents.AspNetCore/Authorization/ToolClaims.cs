using System.Security.Claims;

namespace Netra.Agents;

/// <summary>The claims of the principal that policies about tools are asked about, where the host makes none of its own.</summary>
public static class ToolClaims
{
    /// <summary>How that principal is authenticated.</summary>
    public const string AuthenticationType = "Netra.Agents";

    /// <summary>The user, as <see cref="Owner.UserId"/> has it: on the web that is issuer and subject together.</summary>
    public const string User = ClaimTypes.NameIdentifier;

    /// <summary>The tenant; no such claim where there is none.</summary>
    public const string Tenant = "netra_tenant";

    /// <summary>A permission that the run has; one claim for each.</summary>
    public const string Grant = "netra_grant";
}
