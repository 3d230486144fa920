using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using SupportDesk.Web.Pages;

namespace SupportDesk.Web.Accounts;

/// <summary>Signing in and out, by forms that only this host's own pages can send.</summary>
internal static class AccountEndpoints
{
    internal const string SignInPath = "/sign-in";

    internal static void Map(WebApplication app)
    {
        app.MapGet(SignInPath, (HttpContext context, PageFiles pages) => pages.SignIn(context, ""));
        app.MapPost(SignInPath, SignInAsync).AddEndpointFilter(OwnFormAsync);
        app.MapPost("/sign-out", SignOutAsync).AddEndpointFilter(OwnFormAsync);
        app.MapGet("/who", (HttpContext context) => Results.Text(context.User.Identity!.Name)).RequireAuthorization();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, AccountBook accounts, SignIns signIns, PageFiles pages)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (accounts.Find(form["name"], form["password"]) is not { } account)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return pages.SignIn(context, "There is no such name with this password.");
        }

        signIns.End(context.User);
        await context.SignInAsync(account.SignedIn(signIns.Begin()));
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignIns signIns)
    {
        signIns.End(context.User);
        await context.SignOutAsync();
        return Results.LocalRedirect(SignInPath);
    }

    private static async ValueTask<object?> OwnFormAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
            ? await next(invocation)
            : Results.Problem("This form is out of date. Load the page again.", statusCode: StatusCodes.Status400BadRequest);
    }
}
