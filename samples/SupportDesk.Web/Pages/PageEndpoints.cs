using SupportDesk.Web.Accounts;

namespace SupportDesk.Web.Pages;

/// <summary>Where somebody who has signed in lands.</summary>
internal static class PageEndpoints
{
    /// <summary>What an operator has in place of a conversation.</summary>
    private const string OperatorHome = "/inspector/";

    internal static void Map(WebApplication app) =>
        app.MapGet("/", (HttpContext context, PageFiles pages) => context.User.IsInRole(Account.Operator) ? Results.LocalRedirect(OperatorHome) : pages.Chat(context))
            .RequireAuthorization();
}
