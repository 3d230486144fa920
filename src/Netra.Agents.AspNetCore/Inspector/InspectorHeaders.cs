using Microsoft.AspNetCore.Http;

namespace Netra.Agents.AspNetCore;

/// <summary>What every answer of the inspector tells a browser: nothing comes from elsewhere, nothing is written into the page as code, nothing frames it.</summary>
internal static class InspectorHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static void Add(HttpContext context, string caching)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = caching;
    }
}
