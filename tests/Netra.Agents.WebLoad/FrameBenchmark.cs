using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.WebLoad;

/// <summary>From the moment an agent says something to its frame at a client, against a bare push over a WebSocket of the same host. Rounds in turn, shuffled.</summary>
internal static class FrameBenchmark
{
    private const int PerRound = 500;

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It only shuffles.")]
    internal static async Task<int> RunAsync(int rounds)
    {
        var said = Channel.CreateUnbounded<bool>();
        await using var app = await LoadServer.StartAsync(
            agents => agents.AddAgent("frame", async (execution, cancellationToken) =>
            {
                for (var i = 0; i < PerRound; i++)
                {
                    await said.Reader.ReadAsync(cancellationToken);
                    execution.Events.Text(Stamp());
                }

                return AgentOutput.FromText("done");
            }),
            host =>
            {
                host.UseWebSockets();
                host.Map("/bare", async (Microsoft.AspNetCore.Http.HttpContext context) =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    for (var i = 0; i < PerRound; i++)
                    {
                        await said.Reader.ReadAsync(context.RequestAborted);
                        await socket.SendAsync(Encoding.UTF8.GetBytes(Stamp()), WebSocketMessageType.Text, true, context.RequestAborted);
                    }

                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                });
            });
        var address = new Uri(app.Urls.Single());
        await RoundAsync(address, "/agents/ws", said.Writer);
        await RoundAsync(address, "/bare", said.Writer);
        List<double> agents = [], bare = [];
        var order = Enumerable.Range(0, rounds * 2).Select(i => i % 2 == 0).ToArray();
        new Random(1).Shuffle(order);
        foreach (var ours in order)
        {
            (ours ? agents : bare).AddRange(await RoundAsync(address, ours ? "/agents/ws" : "/bare", said.Writer));
        }

        var (a, b) = (Median(agents), Median(bare));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"event to frame {a:F1} µs, bare WebSocket push {b:F1} µs (medians of {agents.Count:N0}, {rounds} shuffled rounds each): ratio {a / b:F2}"));
        return 0;
    }

    private static string Stamp() => $"<{TimeProvider.System.GetTimestamp()}>";

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    /// <summary>One at a time: the next is only said when this one has come.</summary>
    private static async Task<List<double>> RoundAsync(Uri address, string path, ChannelWriter<bool> say)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(LoadUsers.Header, "bench");
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        if (path != "/bare")
        {
            await socket.SendAsync("""{"type":"run","agent":"frame","input":"go"}"""u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await say.WriteAsync(true);
        List<double> all = [];
        var buffer = new byte[4096];
        while (all.Count < PerRound)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            var now = TimeProvider.System.GetTimestamp();
            var text = Encoding.UTF8.GetString(buffer.AsSpan(0, read.Count)).Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal);
            if (text.IndexOf('<', StringComparison.Ordinal) is >= 0 and var at)
            {
                var stamp = long.Parse(text.AsSpan(at + 1, text.IndexOf('>', StringComparison.Ordinal) - at - 1), NumberStyles.None, CultureInfo.InvariantCulture);
                all.Add(TimeProvider.System.GetElapsedTime(stamp, now).TotalMicroseconds);
                if (all.Count < PerRound)
                {
                    await say.WriteAsync(true);
                }
            }
        }

        return all;
    }
}
