using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol.Tests;

#pragma warning disable MCPEXP002, MCP9005 // A server that is nothing but its session id; the base class has experimental and obsolete members.
internal sealed class NamedServer(string id) : McpServer
{
    public override string? SessionId => id;

    public override string? NegotiatedProtocolVersion => null;

    public override ClientCapabilities? ClientCapabilities => null;

    public override Implementation? ClientInfo => null;

    public override McpServerOptions ServerOptions { get; } = new();

    public override IServiceProvider? Services => null;

    [Obsolete("As in the base class.")]
    public override LoggingLevel? LoggingLevel => null;

    public override Task RunAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task<JsonRpcResponse> SendRequestAsync(JsonRpcRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override IAsyncDisposable RegisterNotificationHandler(string method, Func<JsonRpcNotification, CancellationToken, ValueTask> handler) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => default;
}
