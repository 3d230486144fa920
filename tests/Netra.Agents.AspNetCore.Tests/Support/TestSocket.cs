using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Netra.Agents.AspNetCore.Tests.Support;

/// <summary>A client's WebSocket.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    internal ClientWebSocket Raw { get; } = socket;

    internal Task SendAsync(string message) => Raw.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>The next frame; null when the host closed.</summary>
    internal async Task<JsonElement?> ReadAsync()
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await Raw.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += read.Count;
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (read.EndOfMessage)
            {
                return JsonElement.Parse(buffer.AsSpan(0, length));
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length * 2);
            }
        }
    }

    /// <summary>Frames up to the first of this type, or an error, that one included.</summary>
    internal async Task<List<JsonElement>> ReadToAsync(params string[] types)
    {
        List<JsonElement> frames = [];
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
            if (frame.Type() is { } type && (type == "error" || types.Contains(type)))
            {
                return frames;
            }
        }

        throw new InvalidOperationException($"Closed with {Raw.CloseStatus} {Raw.CloseStatusDescription} after {frames.Count} frames.");
    }

    public void Dispose() => Raw.Dispose();
}
