namespace Netra.Agents;

/// <summary>Decides, at the moment of each call, whether its owner may make it with these arguments.</summary>
/// <remarks>
/// All registered authorizers are asked. Denied is what nobody permits, what one forbids, and what one fails to decide (an exception).
/// In the box: a tool with a required permission is permitted to contexts that grant it. Safe for concurrent use.
/// </remarks>
public interface IToolAuthorizer
{
    /// <summary>Decides about one call.</summary>
    ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken);
}
