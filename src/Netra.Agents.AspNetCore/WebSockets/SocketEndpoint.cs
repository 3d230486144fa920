using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Netra.Agents.AspNetCore;

/// <summary>Where a WebSocket begins.</summary>
internal static class SocketEndpoint
{
    internal static void Map(IEndpointRouteBuilder group, AgentEndpoints agents)
    {
        // The host needn't have the middleware: the endpoint brings it along.
        var pipeline = group.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(agents.For(ConnectAsync));
        group.MapGet("ws", pipeline.Build());
    }

    private static async Task ConnectAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, StatusCodes.Status426UpgradeRequired, AgentErrorCodes.InvalidMessage, "This is a WebSocket.");
            return;
        }

        var connection = new SocketConnection(new ConnectionId(context.TraceIdentifier), caller, agents);
        if (agents.Connections.Enter(connection) is { } full)
        {
            await Problems.WriteAsync(context, full);
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = agents.Options.Heartbeat,
                KeepAliveTimeout = agents.Options.FrameTimeout,
            });
            await connection.RunAsync(socket);
        }
        finally
        {
            agents.Connections.Leave(connection);
        }
    }
}
