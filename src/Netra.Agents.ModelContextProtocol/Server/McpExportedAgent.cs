namespace Netra.Agents.ModelContextProtocol;

internal sealed record McpExportedAgent(string Name, string Description, string? Permission);
