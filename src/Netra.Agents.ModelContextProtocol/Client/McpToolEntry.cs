namespace Netra.Agents.ModelContextProtocol;

/// <summary>A tool of a server: its name there, what the server says of it, and what the host makes of that. Equal when all of it is.</summary>
internal sealed record McpToolEntry(string ServerName, ToolDefinition Offered, ToolDefinition Definition);
