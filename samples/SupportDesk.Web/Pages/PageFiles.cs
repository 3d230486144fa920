using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace SupportDesk.Web.Pages;

/// <summary>The two pages that say something about their reader. All that is put into them is encoded.</summary>
internal sealed class PageFiles(IWebHostEnvironment environment, IAntiforgery antiforgery)
{
    private readonly string _signIn = Read(environment, "sign-in.html");
    private readonly string _chat = Read(environment, "chat.html");

    internal IResult SignIn(HttpContext context, string problem) => Filled(_signIn, context, ("problem", problem));

    internal IResult Chat(HttpContext context) => Filled(
        _chat, context, ("name", context.User.Identity!.Name!), ("customer", context.User.FindFirstValue(ClaimTypes.NameIdentifier)!));

    private IResult Filled(string page, HttpContext context, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var form = antiforgery.GetAndStoreTokens(context);
        page = page.Replace("{{form}}", HtmlEncoder.Default.Encode(form.RequestToken!), StringComparison.Ordinal);
        foreach (var (name, value) in values)
            page = page.Replace($"{{{{{name}}}}}", HtmlEncoder.Default.Encode(value), StringComparison.Ordinal);

        return Results.Content(page, "text/html; charset=utf-8", statusCode: context.Response.StatusCode);
    }

    private static string Read(IWebHostEnvironment environment, string name) => File.ReadAllText(Path.Combine(environment.ContentRootPath, "Pages", name));
}
