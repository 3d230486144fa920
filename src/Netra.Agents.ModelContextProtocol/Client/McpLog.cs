using Microsoft.Extensions.Logging;

namespace Netra.Agents.ModelContextProtocol;

internal static partial class McpLog
{
    internal const string Category = "Netra.Agents.ModelContextProtocol";

    [LoggerMessage(1, LogLevel.Warning, "The MCP server {Server} can't be reached or listed ({Reason}); attempt {Failures} in a row. Nothing is tried for {Delay}.")]
    internal static partial void Unreachable(ILogger logger, string server, string reason, int failures, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Trace, "The MCP server {Server} can't be reached or listed.")]
    internal static partial void UnreachableSensitive(ILogger logger, string server, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The tool {Tool} of the MCP server {Server} is left out: {Reason}")]
    internal static partial void ToolLeftOut(ILogger logger, string server, string tool, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The MCP server {Server} lists more than {Max} tools (McpToolsOptions.MaxTools); the rest is left out.")]
    internal static partial void TooManyTools(ILogger logger, string server, int max);

    [LoggerMessage(5, LogLevel.Warning, "A connection to the MCP server {Server} was lost ({Reason}).")]
    internal static partial void Lost(ILogger logger, string server, string reason);

    [LoggerMessage(6, LogLevel.Warning, "A connection to the MCP server {Server} could not be closed properly ({Reason}).")]
    internal static partial void CloseFailed(ILogger logger, string server, string reason);

    [LoggerMessage(7, LogLevel.Warning, "A caller of the MCP endpoint was refused ({Reason}).")]
    internal static partial void CallerRefused(ILogger logger, string reason);
}
