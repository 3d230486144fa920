using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A server that says exactly what it is told to, right or wrong.</summary>
internal sealed class RawServer
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();

    /// <param name="answer">The result for a method and its parameters, as JSON; null for no answer at all.</param>
    /// <param name="discovered">What it says to those who ask what it is; an error, which makes it an old server, when empty.</param>
    internal RawServer(Func<string, JsonNode?, string?> answer, string discovered = "")
    {
        Transport = new PipeTransport(_in, _out);
        Running = RunAsync(answer, discovered);
    }

    internal IClientTransport Transport { get; }

    internal Task Running { get; }

    internal List<string> Seen { get; } = [];

    internal static string Initialized => """{"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"raw","version":"1"}}""";

    /// <summary>A server of the revision that tells of changes only to those who listen.</summary>
    internal static string Discovered => """{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}},"resultType":"complete","ttlMs":0,"cacheScope":"private"}""";

    internal static string Tools(params string[] tools) => $$"""{"tools":[{{string.Join(',', tools)}}]}""";

    internal static string Tool(string name, string more = "\"inputSchema\":{\"type\":\"object\"}") => $$"""{"name":{{JsonValue.Create(name).ToJsonString()}},{{more}}}""";

    internal Task SendAsync(string json) => _out.Writer.WriteAsync(Encoding.UTF8.GetBytes(json + "\n")).AsTask();

    private async Task RunAsync(Func<string, JsonNode?, string?> answer, string discovered)
    {
        using var reader = new StreamReader(_in.Reader.AsStream());
        while (await reader.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            var method = (string)message["method"]!;
            lock (Seen)
            {
                Seen.Add(line);
            }

            if (message["id"] is not { } id)
            {
                continue;
            }

            var result = method switch
            {
                "server/discover" => discovered,
                "initialize" => Initialized,
                _ => answer(method, message["params"]),
            };
            if (result is not null)
            {
                await SendAsync(result.Length == 0
                    ? $$$"""{"jsonrpc":"2.0","id":{{{id.ToJsonString()}}},"error":{"code":-32601,"message":"No such method."}}"""
                    : $$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{{result}}}""");
            }
        }

        await _out.Writer.CompleteAsync();
    }
}
