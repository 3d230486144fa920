using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Netra.Agents;

namespace McpBothWays;

/// <summary>A host of tools as an MCP server over standard input and output: one process, one caller.</summary>
internal static class OrderServer
{
    internal static async Task<int> RunAsync(string user)
    {
        // Who may start the process has said whose it is; behind HTTP it would be the authenticated user of the request.
        var caller = new McpCaller(new Owner(new UserId(user)), Grants.Of("orders.read"));
        var services = new ServiceCollection();

        // readme:export
        services.AddNetraAgents()
            .AddTool("find_order", "One of the caller's own orders.",
                (string order_id, UserExecutionContext context) => $"{order_id} of {context.UserId} is on its way.",
                tool => tool.RequirePermission("orders.read").WithEffect(ToolEffect.Pure))
            .AddMcpExports(export =>
            {
                export.Tools("find_order");
                export.Caller = (_, _) => new ValueTask<McpCaller?>(caller);
            });
        // readme:end

        await using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsFactory<McpServerOptions>>().Create(Options.DefaultName);
        await using var transport = new StdioServerTransport("orders");
        await using var server = McpServer.Create(transport, options, serviceProvider: provider);
        await server.RunAsync();
        return 0;
    }
}
