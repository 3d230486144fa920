using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Netra.Agents.AspNetCore;

/// <summary>Runs over plain HTTP. Each request becomes a message of a connection, so that there is one reading of messages, whatever carries them.</summary>
internal static class RunEndpoints
{
    internal static void Map(IEndpointRouteBuilder group, AgentEndpoints agents)
    {
        group.MapPost("runs", agents.For(BeginAsync));
        group.MapGet("runs", agents.For(ListAsync));
        group.MapGet("runs/{runId}/events", agents.For(FollowAsync));
        group.MapPost("runs/{runId}/cancel", agents.For(CancelAsync));
        group.MapPost("runs/{runId}/answer", agents.For(AnswerAsync));
        group.MapPost("approvals/{approvalId}", agents.For(ApproveAsync));
    }

    /// <summary>A message of the core, of what a request's path and body say.</summary>
    internal static ReadOnlyMemory<byte> Message(string type, ContextValue body, params ReadOnlySpan<(string Name, ContextValue Value)> members)
    {
        List<(string, ContextValue)> all = [("type", type), .. members];
        foreach (var (name, value) in body.IsNull ? [] : body.Entries)
        {
            if (all.TrueForAll(member => member.Item1 != name))
            {
                all.Add((name, value));
            }
        }

        return ContextValue.Map([.. all]).ToUtf8Json();
    }

    private static async Task BeginAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        if (await RequestBody.ReadAsync(context, agents.Options.MaxMessageBytes) is not { } body)
        {
            return;
        }

        var message = Message("run", body);
        if (context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)))
        {
            await StreamAsync(agents, context, caller, message);
            return;
        }

        // Nobody follows here: for the core the connection is lost as soon as the run is there, also when it has to wait for its turn.
        var response = await agents.Executor.ExecuteAsync(Connection(context, caller, Unfollowed.Instance), message, new CancellationToken(canceled: true));
        if (response.Error is { } error && error.Code != AgentErrorCodes.ConnectionLost)
        {
            await Problems.WriteAsync(context, error);
            return;
        }

        var path = context.Request.PathBase + context.Request.Path;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"{path}/{response.RunId}/events";
        await JsonAsync(context, ContextValue.Map(("run_id", response.RunId!.Value.ToString())));
    }

    private static Task FollowAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        string? after = context.Request.Headers["Last-Event-ID"];
        after ??= context.Request.Query["after"];
        if (!long.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return Problems.WriteAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "Last-Event-ID, or 'after', must be the id of an event.");
        }

        return StreamAsync(agents, context, caller, Message("resume", default, ("run_id", Route(context, "runId")), ("after_sequence", sequence)));
    }

    private static Task StreamAsync(AgentEndpoints agents, HttpContext context, Caller caller, ReadOnlyMemory<byte> message)
    {
        var stream = new EventStream(context, caller, agents);
        return stream.RunAsync(async following => (await agents.Executor.ExecuteAsync(Connection(context, caller, stream), message, following)).Error);
    }

    private static async Task ListAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        string? thread = context.Request.Query["thread_id"];
        var response = await agents.Executor.ExecuteAsync(Connection(context, caller, Unfollowed.Instance), Message("list", default, ("thread_id", thread)), context.RequestAborted);
        await (response.Error is { } error ? Problems.WriteAsync(context, error) : JsonAsync(context, response.Output));
    }

    private static Task CancelAsync(AgentEndpoints agents, HttpContext context, Caller caller) =>
        AskAsync(agents, context, caller, Message("cancel", default, ("run_id", Route(context, "runId"))));

    private static async Task AnswerAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        if (await RequestBody.ReadAsync(context, agents.Options.MaxMessageBytes) is { } body)
        {
            await AskAsync(agents, context, caller, Message("answer", body, ("run_id", Route(context, "runId"))));
        }
    }

    private static async Task ApproveAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        if (await RequestBody.ReadAsync(context, agents.Options.MaxMessageBytes) is { } body)
        {
            await AskAsync(agents, context, caller, Message("approve", body, ("approval_id", Route(context, "approvalId"))));
        }
    }

    private static async Task AskAsync(AgentEndpoints agents, HttpContext context, Caller caller, ReadOnlyMemory<byte> message)
    {
        // An answer takes a run on, and follows it as far as its first event.
        using var first = new FirstEvent();
        var response = await agents.Executor.ExecuteAsync(Connection(context, caller, first), message, first.Seen);
        if (response.Error is { } error && error.Code != AgentErrorCodes.ConnectionLost)
        {
            await Problems.WriteAsync(context, error);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static AgentConnection Connection(HttpContext context, Caller caller, IAgentEventSink sink) => new(new ConnectionId(context.TraceIdentifier), caller.Owner, sink, caller.Grants);

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static Task JsonAsync(HttpContext context, ContextValue value)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(value.ToUtf8Json(), context.RequestAborted).AsTask();
    }
}
