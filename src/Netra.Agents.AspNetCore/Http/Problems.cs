using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Netra.Agents.AspNetCore;

/// <summary>A refusal as RFC 9457 has it, with the library's code.</summary>
internal static class Problems
{
    internal static Task WriteAsync(HttpContext context, AgentError error) => WriteAsync(context, StatusOf(error.Code), error.Code, error.Message, error.RetryAfter);

    internal static Task WriteAsync(HttpContext context, int status, string code, string detail, TimeSpan? retryAfter = null)
    {
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(Math.Max(1, wait.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/problem+json";
        var problem = ContextValue.Map(("type", "about:blank"), ("title", ReasonPhrases.GetReasonPhrase(status)), ("status", status), ("detail", detail), ("code", code));
        return context.Response.Body.WriteAsync(problem.ToUtf8Json(), context.RequestAborted).AsTask();
    }

    private static int StatusOf(string code) => code switch
    {
        AgentErrorCodes.NotFound or AgentErrorCodes.Unknown => StatusCodes.Status404NotFound,
        AgentErrorCodes.InvalidMessage or AgentErrorCodes.IdentityInMessage => StatusCodes.Status400BadRequest,
        AgentErrorCodes.Conflict or AgentErrorCodes.RunInProgress or AgentErrorCodes.AlreadyAnswered or AgentErrorCodes.TurnTaken or AgentErrorCodes.Superseded => StatusCodes.Status409Conflict,
        AgentErrorCodes.Denied or AgentErrorCodes.AgentNotAllowed => StatusCodes.Status403Forbidden,
        AgentErrorCodes.LimitReached or AgentErrorCodes.QueueFull or AgentErrorCodes.QueueTimeout or AgentErrorCodes.BudgetExhausted => StatusCodes.Status429TooManyRequests,
        AgentErrorCodes.ShuttingDown or AgentErrorCodes.AuditUnavailable or AgentErrorCodes.BudgetUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
