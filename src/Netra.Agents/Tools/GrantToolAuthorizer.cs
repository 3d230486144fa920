namespace Netra.Agents.Tools;

/// <summary>Permits a tool that names a permission to a context that grants it, and has no opinion of the others.</summary>
internal sealed class GrantToolAuthorizer : IToolAuthorizer
{
    public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) =>
        new(request.Tool.RequiredPermission is { } permission && request.UserContext.Grants.Allows(permission) ? ToolDecision.Permit : ToolDecision.Abstain);
}
