using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Hosting;

/// <summary>
/// Forbids a call that names an order or a customer which isn't the caller's own. What is another's and what was never there
/// get the same answer, the one that the tool itself gives for what isn't there.
/// </summary>
public sealed class ShopToolAuthorizer(IShopDatabases shops) : IToolAuthorizer
{
    public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken)
    {
        var caller = request.UserContext.Owner;
        var customer = shops.CustomerOf(caller.UserId);
        if (Named(request.Arguments, "user_id") is { } user && user != customer)
        {
            return new(ToolDecision.Forbid(ToolErrors.UserNotFound));
        }

        if (Named(request.Arguments, "order_id") is { } order)
        {
            using var session = shops.Of(caller.TenantId).Lease(customer);
            if (OrderTable.FindDocument(session, order, cancellationToken) is null)
            {
                return new(ToolDecision.Forbid(ToolErrors.OrderNotFound));
            }
        }

        // Whether the caller may use the tool at all is for the grants to say.
        return new(ToolDecision.Abstain);
    }

    // What isn't text fails the tool's schema, before the tool is reached.
    private static string? Named(ContextValue arguments, string name) =>
        arguments.TryGetValue(name, out var value) && value.Kind == ContextValueKind.String ? value.AsString() : null;
}
