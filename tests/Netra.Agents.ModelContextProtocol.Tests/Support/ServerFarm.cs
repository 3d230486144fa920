using System.Collections.Concurrent;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A server for each connection, each with the credentials that it was started with.</summary>
internal sealed class ServerFarm
{
    internal ConcurrentQueue<(string Credentials, FakeServer Server)> Started { get; } = new();

    /// <summary>What a call of <c>wait</c> waits for.</summary>
    internal TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ConcurrentQueue<string> Waiting { get; } = new();

    internal IClientTransport Connect(McpTransportContext context)
    {
        var credentials = context.IsShared ? "host" : context.Owner.UserId.Value;
        var calls = 0;
        var server = new FakeServer(new McpServerOptions
        {
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [FakeServer.Tool("whoami"), FakeServer.Tool("count"), FakeServer.Tool("wait")] }),
                CallToolHandler = async (request, token) =>
                {
                    switch (request.Params.Name)
                    {
                        case "whoami": return FakeServer.Text(credentials);
                        case "count": return FakeServer.Text($"{credentials}:{Interlocked.Increment(ref calls)}");
                        default:
                            Waiting.Enqueue(credentials);
                            await Release.Task.WaitAsync(token);
                            return FakeServer.Text("released");
                    }
                },
            },
        });
        Started.Enqueue((credentials, server));
        return server.Transport;
    }

    internal FakeServer Of(string credentials) => Started.Last(started => started.Credentials == credentials).Server;
}
