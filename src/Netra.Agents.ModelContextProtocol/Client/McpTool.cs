using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>A tool of a server, as one owner has it.</summary>
internal sealed class McpTool(McpToolEntry entry, ConnectionKey key, McpConnections connections) : ITool
{
    // How long after its cancellation a call may still be on its way out: what takes longer is stuck in the pipe.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);

    public ToolDefinition Definition => entry.Definition;

    internal McpToolEntry Entry => entry;

    public async ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var settings = connections.Settings;
        if (ConnectionKey.Of(invocation.UserContext, settings) != key)
        {
            throw new InvalidOperationException("A tool of one owner's connection was called for another owner.");
        }

        var meta = Meta(settings, invocation);
        if (!settings.PropagateTrace)
        {
            // For this call alone: the change ends with this method.
            Activity.Current = null;
        }

        var (slot, connection) = await connections.EnterAsync(key, cancellationToken);
        if (!connection.Tools.Holds(entry))
        {
            slot.Exit(connection);
            throw new ToolException(AgentErrorCodes.ToolUnavailable, $"The tool '{Definition.Name}' is not what it was when it was checked; list the tools again.");
        }

        var calling = slot.CallAsync(connection, on => on.CallAsync(entry.ServerName, invocation, meta, cancellationToken));
        CallToolResult result;
        try
        {
            result = await calling.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = SeeOutAsync(calling, slot, connection);
            throw;
        }
        catch (Exception e)
        {
            var isLost = McpFaults.IsLoss(e) || !connection.IsAlive;
            if (isLost)
            {
                slot.Lose(connection, e.GetType().Name);
            }

            throw McpFaults.Of(settings.Server, e);
        }

        return result.IsError is true ? throw McpFaults.Of(settings.Server, result) : McpResultReader.Read(result, settings);
    }

    private static JsonObject? Meta(McpSettings settings, ToolInvocation invocation) => settings.Meta?.Invoke(invocation) switch
    {
        null or { IsNull: true } => null,
        { Kind: ContextValueKind.Map } map => (JsonObject)JsonNode.Parse(map.ToUtf8Json())!,
        { Kind: var kind } => throw new InvalidOperationException($"McpToolsOptions.Meta must give a map, not {kind}."),
    };

    /// <summary>A server that doesn't even read any more would hold up every later call of the connection.</summary>
    private async Task SeeOutAsync(Task<CallToolResult> calling, McpSlot slot, McpConnection connection)
    {
        try
        {
            await calling.WaitAsync(StuckAfter, connections.Clock);
        }
        catch (TimeoutException) when (!calling.IsCompleted)
        {
            slot.Lose(connection, "stuck", atOnce: true);
        }
        catch (Exception)
        {
            // It was cancelled; however it ended, nobody waits for it.
            return;
        }
    }
}
