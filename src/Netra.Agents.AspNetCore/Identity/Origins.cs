using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Netra.Agents.AspNetCore;

/// <summary>Whether the page that a request comes from may talk to this host: a browser sends its user's cookies for any page.</summary>
internal static class Origins
{
    internal static bool IsAllowed(HttpRequest request, ISet<string> allowed)
    {
        var origin = request.Headers[HeaderNames.Origin];
        if (origin.Count == 0)
        {
            return true;
        }

        return origin.Count == 1 && origin[0] is { } one
            && (allowed.Contains(one) || one.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));
    }
}
