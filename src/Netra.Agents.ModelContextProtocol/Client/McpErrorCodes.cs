namespace Netra.Agents;

/// <summary>The codes of calls that an MCP server or the way to it made fail. They are stable.</summary>
public static class McpErrorCodes
{
    /// <summary>The server answered with an error; the message is the server's own, shortened.</summary>
    public const string ServerError = "mcp_error";

    /// <summary>The connection was lost in the middle of the call: what the call did at the server is not known.</summary>
    public const string Disconnected = "mcp_disconnected";

    /// <summary>The result is larger than <see cref="McpToolsOptions.MaxResultSize"/>, or too deep for a value.</summary>
    public const string ResultTooLarge = "mcp_result_too_large";
}
