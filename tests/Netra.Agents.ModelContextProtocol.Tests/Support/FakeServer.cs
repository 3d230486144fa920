using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A server at the other end of two pipes.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    internal FakeServer(McpServerOptions options, IServiceProvider? services = null)
    {
        Server = McpServer.Create(new StreamServerTransport(_in.Reader.AsStream(), _out.Writer.AsStream()), options, serviceProvider: services);
        _running = Server.RunAsync(_stop.Token);
        Transport = new PipeTransport(_in, _out);
    }

    internal McpServer Server { get; }

    internal IClientTransport Transport { get; }

    /// <summary>Ends when the client has gone, or the server has.</summary>
    internal Task Ended => _running;

    /// <summary>Gone from one moment to the next, in the middle of whatever it does.</summary>
    internal void Kill()
    {
        _out.Writer.Complete();
        _in.Reader.Complete();
        _stop.Cancel();
    }

    internal static CallToolResult Text(string text, bool isError = false) => new() { Content = [new TextContentBlock { Text = text }], IsError = isError };

    internal static Tool Tool(string name, string description = "A tool.", string schema = """{"type":"object","properties":{"text":{"type":"string"}}}""") =>
        new() { Name = name, Description = description, InputSchema = JsonElement.Parse(schema) };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Server.DisposeAsync();
    }
}
