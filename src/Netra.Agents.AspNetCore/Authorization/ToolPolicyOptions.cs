using System.Security.Claims;

namespace Netra.Agents;

/// <summary>How a call of a tool becomes a question to the host's authorization policies.</summary>
public sealed class ToolPolicyOptions
{
    /// <summary>The policy that decides about a call; null where policies have no say, and the other authorizers decide alone. What throws denies.</summary>
    /// <value>The tool's <see cref="ToolDefinition.RequiredPermission"/> is the name of its policy.</value>
    public Func<ToolAuthorizationRequest, string?> PolicyOf { get; set; } = static request => request.Tool.RequiredPermission;

    /// <summary>
    /// Who the policies are asked about, as the host knows them now; null when there is no such user any more, which denies. Asked for each
    /// call that has a policy, with the services of a scope of that call.
    /// </summary>
    /// <value>Null: a principal of the run's owner and its grants, with the claims of <see cref="ToolClaims"/>.</value>
    public Func<IServiceProvider, Owner, CancellationToken, ValueTask<ClaimsPrincipal?>>? PrincipalOf { get; set; }
}
