using McpBothWays;

// The program is both ends: without an argument a host whose agents use an MCP server, and, started by it, that server.
return args is ["serve", var user] ? await OrderServer.RunAsync(user) : await OrderDesk.RunAsync();
