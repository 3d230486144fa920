using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Answers clients: each of their requests is a run of its own, for the caller whom the host names.</summary>
internal sealed class McpExports(McpExportSettings settings, Func<IAgentExecutionCore> core, McpSessions sessions, TimeProvider clock, IEntropySource entropy, ILogger logger)
{
    private static readonly JsonElement AgentSchema =
        JsonElement.Parse("""{"type":"object","properties":{"input":{"type":"string","description":"What the agent is asked."}},"required":["input"],"additionalProperties":false}""");

    internal async ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(request, cancellationToken);
        var result = new ListToolsResult();
        if (settings.Tools.Count > 0)
        {
            var listed = await DispatchAsync(context, McpDispatchAgent.ToList, cancellationToken);
            if (listed.Error is { } error)
            {
                throw new McpProtocolException($"{error.Code}: {error.Message}", McpErrorCode.InternalError);
            }

            result.Tools = [.. listed.Output!.Value.Items.Select(Listed)];
        }

        foreach (var agent in settings.AgentsInOrder.Where(agent => IsGranted(agent, context)))
        {
            result.Tools.Add(new Tool { Name = agent.Name, Description = agent.Description, InputSchema = AgentSchema });
        }

        return result;
    }

    internal async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(request, cancellationToken);
        ContextValue arguments;
        try
        {
            arguments = Arguments(request.Params.Arguments);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return McpResults.Of(new AgentError(AgentErrorCodes.InvalidArguments, $"The arguments can't be read: {e.Message}"));
        }

        var name = request.Params.Name;
        if (settings.Tools.Contains(name))
        {
            return McpResults.Of(await DispatchAsync(context, McpDispatchAgent.ToCall(name, arguments), cancellationToken));
        }

        if (!settings.Agents.TryGetValue(name, out var agent))
        {
            return McpResults.Of(new AgentError(AgentErrorCodes.Unknown, $"There is no tool '{UntrustedText.Shown(name)}'."));
        }

        if (!IsGranted(agent, context))
        {
            return McpResults.Of(new AgentError(AgentErrorCodes.Denied, $"Agent '{agent.Name}' needs the permission '{agent.Permission}', which this caller doesn't have."));
        }

        return arguments.Count == 1 && arguments.TryGetValue("input", out var input) && input.Kind == ContextValueKind.String
            ? McpResults.Of(await RunAsync(agent, context, input, request, cancellationToken))
            : McpResults.Of(new AgentError(AgentErrorCodes.InvalidArguments, "An agent takes one argument, 'input', which is text."));
    }

    /// <summary>Calls of tools don't wait for each other; turns are for conversations.</summary>
    private async Task<AgentExecutionResult> DispatchAsync(UserExecutionContext context, ContextValue input, CancellationToken cancellationToken)
    {
        var result = await core().ExecuteAsync(settings.AgentName, context, new AgentRequest(input) { Turns = TurnMode.Parallel }, cancellationToken);

        // A request that was cancelled gets no answer.
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private async Task<AgentExecutionResult> RunAsync(McpExportedAgent agent, UserExecutionContext context, ContextValue input, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var running = core().ExecuteAsync(agent.Name, context, input, cancellationToken);
        var relay = request.Params.ProgressToken is { } token ? new McpProgressRelay(request.Server, token).RunAsync(core(), context, cancellationToken) : Task.CompletedTask;
        var result = await running;

        // It ends with the run, and before the result goes out.
        await relay;
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>The context of one request, or a refusal that says nothing.</summary>
    private async ValueTask<UserExecutionContext> ContextAsync(MessageContext request, CancellationToken cancellationToken)
    {
        McpCaller? caller;
        try
        {
            caller = await settings.Caller(request, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw Refused($"the host's function threw {e.GetType().Name}");
        }

        if (caller is null || caller.Grants is null || caller.Owner == default)
        {
            throw Refused("no identity");
        }

        var thread = sessions.ThreadOf(request.Server, caller.Owner) ?? throw Refused("the session belongs to another owner");
        return UserExecutionContext.FromRequest(caller.Owner, caller.ThreadId ?? thread, caller.Grants, new ContextOptions
        {
            OperationName = "mcp",
            AgentContext = caller.AgentContext,
            AuditMetadata = caller.AuditMetadata,
            TimeProvider = clock,
            EntropySource = entropy,
        });
    }

    private McpProtocolException Refused(string why)
    {
        McpLog.CallerRefused(logger, why);
        return new McpProtocolException("The request is refused.", McpErrorCode.InvalidRequest);
    }

    private static bool IsGranted(McpExportedAgent agent, UserExecutionContext context) => agent.Permission is null || context.Grants.Allows(agent.Permission);

    private static Tool Listed(ContextValue tool) => new()
    {
        Name = tool["name"].AsString(),
        Description = tool["description"].AsString(),
        InputSchema = JsonElement.Parse(tool["schema"].ToUtf8Json()),
        Annotations = tool["effect"].AsString() switch
        {
            nameof(ToolEffect.Pure) => new ToolAnnotations { ReadOnlyHint = true },
            nameof(ToolEffect.Idempotent) => new ToolAnnotations { IdempotentHint = true },
            _ => null,
        },
    };

    private static ContextValue Arguments(IDictionary<string, JsonElement>? arguments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return ContextValue.FromJson(buffer.WrittenSpan);
    }
}
