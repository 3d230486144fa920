using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Netra.Agents.AspNetCore;

/// <summary>The inspector's pages, and the data behind them.</summary>
internal static class InspectorEndpoints
{
    private const string RequestedWith = "netra-inspector";
    private static readonly HashSet<string> NoOthers = [];

    internal static void Map(IEndpointRouteBuilder group, Inspector inspector)
    {
        var page = new InspectorAsset("index.html", "text/html; charset=utf-8");
        group.MapGet("", context => context.Request.Path.Value is { Length: > 0 } path && path[^1] == '/' ? page.WriteAsync(context) : ToFolder(context));
        group.MapGet("inspector.css", new InspectorAsset("inspector.css", "text/css; charset=utf-8").WriteAsync);
        foreach (var script in new[] { "inspector.js", "timeline.js", "picture.js" })
        {
            group.MapGet(script, new InspectorAsset(script, "text/javascript; charset=utf-8").WriteAsync);
        }

        group.MapGet("data/runs", context => ListAsync(inspector, context));
        group.MapGet("data/runs/{owner}/{runId}", context => ShowAsync(inspector, context));
        group.MapPost("data/runs/{owner}/{runId}/audit", context => VerifyAsync(inspector, context));
    }

    // The page's own links are relative, so that it works wherever it is mapped.
    private static Task ToFolder(HttpContext context)
    {
        context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}/{context.Request.QueryString}");
        return Task.CompletedTask;
    }

    private static Task ListAsync(Inspector inspector, HttpContext context)
    {
        string? phase = context.Request.Query["phase"];
        string? agent = context.Request.Query["agent"];
        RunPhase? wanted = null;
        if (!string.IsNullOrEmpty(phase))
        {
            if (!Enum.GetNames<RunPhase>().Contains(phase, StringComparer.Ordinal))
            {
                return RefuseAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, $"'phase' is one of {string.Join(", ", Enum.GetNames<RunPhase>())}.");
            }

            wanted = Enum.Parse<RunPhase>(phase);
        }

        return JsonAsync(context, inspector.Overview(context, new RunFilter { Phase = wanted, AgentName = string.IsNullOrEmpty(agent) ? null : agent }));
    }

    private static async Task ShowAsync(Inspector inspector, HttpContext context)
    {
        string? after = context.Request.Query["after"];
        if (!long.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "'after' is the sequence of an event.");
            return;
        }

        if (Find(inspector, context) is not { } run)
        {
            await NotFoundAsync(context);
            return;
        }

        try
        {
            await JsonAsync(context, await inspector.RunAsync(context, run, sequence));
        }
        catch (RunNotFoundException)
        {
            await NotFoundAsync(context);
        }
        catch (ArgumentOutOfRangeException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "'after' is beyond what the run has.");
        }
    }

    /// <summary>Takes work and changes nothing; still, no other page shall make an operator's browser do it.</summary>
    private static async Task VerifyAsync(Inspector inspector, HttpContext context)
    {
        if (context.Request.Headers.XRequestedWith != RequestedWith || !Origins.IsAllowed(context.Request, NoOthers))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "origin_not_allowed", "Only the inspector's own page asks for this.");
        }
        else if (Find(inspector, context) is not { } run)
        {
            await NotFoundAsync(context);
        }
        else
        {
            try
            {
                await JsonAsync(context, await inspector.VerifyAsync(run, context.RequestAborted));
            }
            catch (AuditUnavailableException)
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, AgentErrorCodes.AuditUnavailable, "The audit trail can't be read.");
            }
        }
    }

    private static RunInfo? Find(Inspector inspector, HttpContext context) =>
        inspector.Find(context, (string)context.Request.RouteValues["owner"]!, (string)context.Request.RouteValues["runId"]!);

    private static Task NotFoundAsync(HttpContext context) => RefuseAsync(context, StatusCodes.Status404NotFound, AgentErrorCodes.NotFound, "No such run is live or retained.");

    private static Task RefuseAsync(HttpContext context, int status, string code, string detail)
    {
        InspectorHeaders.Add(context, "no-store");
        return Problems.WriteAsync(context, status, code, detail);
    }

    private static Task JsonAsync(HttpContext context, ContextValue value)
    {
        InspectorHeaders.Add(context, "no-store");
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(value.ToUtf8Json(), context.RequestAborted).AsTask();
    }
}
