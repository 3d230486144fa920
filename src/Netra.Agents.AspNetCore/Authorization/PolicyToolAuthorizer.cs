using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore;

/// <summary>Asks the host's authorization policies about calls of tools. Not to be decided is to be denied: what throws here is a no.</summary>
internal sealed class PolicyToolAuthorizer(IServiceScopeFactory scopes, ToolPolicyOptions options) : IToolAuthorizer
{
    private readonly Func<ToolAuthorizationRequest, string?> _policyOf = options.PolicyOf;
    private readonly Func<IServiceProvider, Owner, CancellationToken, ValueTask<ClaimsPrincipal?>>? _principalOf = options.PrincipalOf;

    public async ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (_policyOf(request) is not { } policy)
        {
            return ToolDecision.Abstain;
        }

        // Handlers may be scoped, and a run has no request whose scope could serve.
        await using var scope = scopes.CreateAsyncScope();
        var principal = _principalOf is { } principalOf ? await principalOf(scope.ServiceProvider, request.UserContext.Owner, cancellationToken) : Of(request.UserContext);
        if (principal is null)
        {
            return ToolDecision.Forbid();
        }

        var result = await scope.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(principal, request, policy);
        return result.Succeeded ? ToolDecision.Permit : ToolDecision.Forbid();
    }

    private static ClaimsPrincipal Of(UserExecutionContext context)
    {
        var identity = new ClaimsIdentity(ToolClaims.AuthenticationType, ToolClaims.User, roleType: null);
        identity.AddClaim(new Claim(ToolClaims.User, context.UserId.Value));
        if (context.TenantId.Value is { } tenant)
        {
            identity.AddClaim(new Claim(ToolClaims.Tenant, tenant));
        }

        foreach (var grant in context.Grants.Names)
        {
            identity.AddClaim(new Claim(ToolClaims.Grant, grant));
        }

        return new ClaimsPrincipal(identity);
    }
}
