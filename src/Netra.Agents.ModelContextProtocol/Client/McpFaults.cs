using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>What a failed call is told as. Of what the way to the server says only the type is told; it could hold anything.</summary>
internal static class McpFaults
{
    internal const int MaxMessageLength = 1_000;

    private const string Remote = "Request failed (remote): ";

    /// <summary>True when the connection is of no more use.</summary>
    internal static bool IsLoss(Exception exception) => exception is not (McpException or JsonException or InvalidOperationException or NotSupportedException) || exception is ObjectDisposedException;

    internal static ToolException Of(string server, Exception exception) => exception switch
    {
        _ when IsLoss(exception) => new(McpErrorCodes.Disconnected, $"The connection to the MCP server '{server}' was lost ({exception.GetType().Name}); what the call did there is not known."),
        McpProtocolException told => new(McpErrorCodes.ServerError, Message(server, told.Message.StartsWith(Remote, StringComparison.Ordinal) ? told.Message[Remote.Length..] : told.Message)),
        _ => new(McpErrorCodes.ServerError, $"The MCP server '{server}' answered with something that can't be read, or asked for what it doesn't get ({exception.GetType().Name})."),
    };

    /// <summary>A result by which the server says that the call has failed.</summary>
    internal static ToolException Of(string server, CallToolResult result) =>
        new(McpErrorCodes.ServerError, Message(server, string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text))));

    private static string Message(string server, string text) =>
        UntrustedText.Beginning(text, MaxMessageLength) is { Length: > 0 } message ? message : $"The MCP server '{server}' says that the call has failed, and not why.";
}
