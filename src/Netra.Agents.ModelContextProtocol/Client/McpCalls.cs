using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using WireId = ModelContextProtocol.Protocol.RequestId;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The calls under way on one connection, by the ids under which the server reports on them and is told that nobody waits any more.</summary>
internal sealed class McpCalls
{
    private readonly ConcurrentDictionary<string, ToolInvocation> _underWay = new(StringComparer.Ordinal);
    private long _last;

    internal async Task<CallToolResult> CallAsync(McpClient client, string tool, ToolInvocation invocation, JsonObject? meta, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"call-{Interlocked.Increment(ref _last)}");
        meta ??= [];
        meta["progressToken"] = id;
        var request = new JsonRpcRequest
        {
            Id = new WireId(id),
            Method = RequestMethods.ToolsCall,
            Params = new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(invocation.Arguments.ToUtf8Json()), ["_meta"] = meta },
        };
        _underWay[id] = invocation;
        try
        {
            var response = await client.SendRequestAsync(request, cancellationToken);
            return response.Result.Deserialize((System.Text.Json.Serialization.Metadata.JsonTypeInfo<CallToolResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)))
                ?? throw new JsonException("The result is none.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client itself takes back its notice when its own wait is the first to be cancelled, so the server is told here.
            await client.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.CancelledNotification, Params = new JsonObject { ["requestId"] = id } }, CancellationToken.None);
            throw;
        }
        finally
        {
            _underWay.TryRemove(id, out _);
        }
    }

    /// <summary>A server that gets on keeps the execution alive. What it says of its progress goes nowhere: a tool has no voice of its own.</summary>
    internal ValueTask Progressed(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        if (notification.Params?["progressToken"] is JsonValue token && token.TryGetValue(out string? id) && _underWay.TryGetValue(id, out var invocation))
        {
            try
            {
                invocation.ReportProgress();
            }
            catch (ExecutionFencedException)
            {
                // The server learns of the end by the cancellation.
            }
        }

        return default;
    }
}
