namespace Netra.Agents.ModelContextProtocol;

internal sealed class McpToolSource(McpConnections connections) : IToolSource, IAsyncDisposable, IDisposable
{
    public string Name { get; } = "mcp:" + connections.Settings.Server;

    internal McpConnections Connections => connections;

    public async ValueTask<IReadOnlyList<ITool>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken) =>
        (await connections.ToolsAsync(userContext, cancellationToken)).All;

    public async ValueTask<ITool?> FindAsync(string toolName, UserExecutionContext userContext, CancellationToken cancellationToken) =>
        toolName.StartsWith(connections.Settings.Prefix, StringComparison.Ordinal)
            ? (await connections.ToolsAsync(userContext, cancellationToken)).Find(toolName)
            : null;

    public void Dispose() => connections.Dispose();

    public ValueTask DisposeAsync() => connections.DisposeAsync();
}
