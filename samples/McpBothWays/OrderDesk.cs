using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using Netra.Agents;

namespace McpBothWays;

/// <summary>A host whose agents use the tools of an MCP server: one process of it for each owner, and never one owner's for another.</summary>
internal static class OrderDesk
{
    internal static async Task<int> RunAsync()
    {
        var services = new ServiceCollection();

        // readme:tools
        services.AddNetraAgents()
            .AddAgent<OrderAgent>("orders")
            .AddMcpTools("shop", StartServer, mcp => mcp
                .Only("find_order")
                .Tool("find_order", tool => tool with { RequiredPermission = "orders.read", Effect = ToolEffect.Pure }));
        // readme:end

        await using var provider = services.BuildServiceProvider();
        var core = provider.GetRequiredService<IAgentExecutionCore>();
        var answers = await Task.WhenAll(new[] { "alice", "bob", "carol" }.Select(async user =>
        {
            var grants = user == "carol" ? Grants.None : Grants.Of("orders.read");
            var result = await core.ExecuteAsync("orders", UserExecutionContext.FromRequest(new UserId(user), ThreadId.New(), grants), "A-1");
            return $"{user}: {result.Status} {result.Output?.Text ?? result.Error?.Message}";
        }));
        Console.WriteLine(string.Join(Environment.NewLine, answers));
        return 0;
    }

    // readme:transport
    private static StdioClientTransport StartServer(McpTransportContext connection) => new(new StdioClientTransportOptions
    {
        Name = connection.ServerName,
        Command = "dotnet",
        Arguments = [typeof(OrderDesk).Assembly.Location, "serve", connection.Owner.UserId.Value],
    });
    // readme:end
}
