namespace SupportDesk.Web.Pages;

/// <summary>What every answer tells a browser: scripts and styles come from this host alone, nothing is framed, and pages about a customer aren't kept.</summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";

        // Scripts and styles are asked for again each time, and mostly answered with "not modified".
        headers.CacheControl = Path.HasExtension(context.Request.Path) ? "no-cache" : "no-store";
        return next(context);
    }
}
