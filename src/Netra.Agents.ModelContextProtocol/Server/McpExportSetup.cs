using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Puts the exports into the options of every server that the host makes.</summary>
internal sealed class McpExportSetup(McpExports exports) : IConfigureOptions<McpServerOptions>
{
    public void Configure(McpServerOptions options)
    {
        if (options.Handlers.ListToolsHandler is not null || options.Handlers.CallToolHandler is not null)
        {
            throw new InvalidOperationException("The MCP server has handlers for tools already; add tools of its own as McpServerTool, beside those of AddMcpExports.");
        }

        options.Handlers.ListToolsHandler = exports.ListAsync;
        options.Handlers.CallToolHandler = exports.CallAsync;
    }
}
