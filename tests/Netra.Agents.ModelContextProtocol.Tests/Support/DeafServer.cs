using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>Answers until it has listed its tools, and then doesn't even read any more: what is sent to it gets stuck on the way.</summary>
internal sealed class DeafServer
{
    private readonly Pipe _in = new(new PipeOptions(pauseWriterThreshold: 1_024, resumeWriterThreshold: 512));
    private readonly Pipe _out = new();

    internal DeafServer()
    {
        Transport = new PipeTransport(_in, _out);
        _ = RunAsync();
    }

    internal IClientTransport Transport { get; }

    /// <summary>True when something lies there that nobody reads.</summary>
    internal bool IsFull { get; private set; }

    private async Task RunAsync()
    {
        var reader = new StreamReader(_in.Reader.AsStream());
        for (var method = ""; method != "tools/list";)
        {
            var message = JsonNode.Parse((await reader.ReadLineAsync())!)!;
            method = (string)message["method"]!;
            if (message["id"] is { } id)
            {
                var rest = method switch
                {
                    "initialize" => $"\"result\":{RawServer.Initialized}",
                    "tools/list" => $"\"result\":{RawServer.Tools(RawServer.Tool("echo", "\"inputSchema\":{\"type\":\"object\",\"additionalProperties\":true}"))}",
                    _ => "\"error\":{\"code\":-32601,\"message\":\"No such method.\"}",
                };
                await _out.Writer.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},{{rest}}}""" + "\n"));
            }
        }

        // Looks, and takes nothing.
        var there = await _in.Reader.ReadAsync();
        _in.Reader.AdvanceTo(there.Buffer.Start);
        IsFull = true;
    }
}
