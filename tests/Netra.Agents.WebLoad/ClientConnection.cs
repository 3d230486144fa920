using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Netra.Agents.WebLoad;

/// <summary>One of an owner's connections: begins runs, reads them, and holds every frame against what it must be.</summary>
internal sealed class ClientConnection(Uri address, string user, Tally tally) : IDisposable
{
    private readonly string _secret = Secret.Of(user);
    private byte[] _buffer = new byte[4096];
    private ClientWebSocket _socket = new();
    private HttpMessageInvoker? _line;
    private string? _run;
    private long _last;
    private bool _hasEnded;

    internal async Task ConnectAsync(bool small = false)
    {
        Dispose();
        _socket = new ClientWebSocket();
        _socket.Options.SetRequestHeader(LoadUsers.Header, user);
        _line = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (small)
                {
                    socket.ReceiveBufferSize = 4096;
                }

                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        await _socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/agents/ws" }.Uri, _line, CancellationToken.None);
    }

    /// <summary>A run from its start to its end; the line is cut after so many frames, and the run resumed where it was.</summary>
    internal async Task ChatAsync(int cutAfter)
    {
        await BeginAsync("chat");
        if (cutAfter > 0 && !await ReadAsync(cutAfter, timed: false))
        {
            _socket.Abort();
            tally.Reconnect();
            await ConnectAsync();
            await ResumeAsync();
        }

        await ReadAsync(int.MaxValue, timed: cutAfter == 0);
        Close();
    }

    /// <summary>A run of which only the start is read until the host has had enough; then it is read by a new connection.</summary>
    internal async Task SleepAsync()
    {
        await BeginAsync("flood");
        await ReadAsync(1, timed: false);
        await Task.Delay(LoadServer.FrameTimeout * 2.5, TimeProvider.System);
        try
        {
            await ReadAsync(int.MaxValue, timed: false);
            tally.Fault($"{user} didn't read, and was not cut");
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException)
        {
            tally.WasCut();
        }

        await ConnectAsync();
        await ResumeAsync();
        await ReadAsync(int.MaxValue, timed: false);
        Close();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _line?.Dispose();
    }

    private void Close()
    {
        if (!_hasEnded)
        {
            tally.Fault($"run {_run} of {user} has no terminal event after {_last}");
        }
    }

    private Task BeginAsync(string agent)
    {
        (_run, _last, _hasEnded) = (null, 0, false);
        tally.Start();
        return SendAsync($$"""{"type":"run","agent":"{{agent}}","input":"go"}""");
    }

    private Task ResumeAsync() => SendAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"resume","run_id":"{{_run}}","after_sequence":{{_last}}}"""));

    private Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>True when the answer that follows the last event was read.</summary>
    private async Task<bool> ReadAsync(int frames, bool timed)
    {
        for (var i = 0; i < frames; i++)
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length * 2);
                }

                read = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
                length += read.Count;
            }
            while (!read.EndOfMessage);
            var now = TimeProvider.System.GetTimestamp();
            if (read.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException("closed");
            }

            using var frame = JsonDocument.Parse(_buffer.AsMemory(0, length));
            if (See(frame.RootElement, now, timed))
            {
                return true;
            }
        }

        return false;
    }

    private bool See(JsonElement frame, long now, bool timed)
    {
        tally.Frame();
        var type = frame.GetProperty("type").GetString();
        var run = frame.TryGetProperty("run_id", out var id) ? id.GetString() : null;
        _run ??= run;
        if (type == "error" || run != _run)
        {
            tally.Fault($"{user} got {frame.GetRawText()[..Math.Min(200, frame.GetRawText().Length)]}");
            return type == "error";
        }

        if (type == "response")
        {
            CheckText(frame.GetProperty("output").GetString() + ":0", now, timed: false);
            return true;
        }

        var sequence = frame.GetProperty("sequence").GetInt64();
        var first = frame.TryGetProperty("first_sequence", out var from) ? from.GetInt64() : sequence;
        if (first != _last + 1 || sequence < first || _hasEnded)
        {
            tally.Fault($"{user}: {type} {first} to {sequence} came after {_last}");
        }

        _last = sequence;
        if (type == "events_gap")
        {
            tally.Gap();
        }
        else if (type == "agent_text")
        {
            CheckText(frame.GetProperty("text").GetString()!, now, timed);
        }
        else if (type == "agent_completed")
        {
            _hasEnded = true;
            tally.Terminal();
        }
        else if (type != "agent_started")
        {
            tally.Fault($"{user}: {type}");
        }

        return false;
    }

    private void CheckText(string text, long now, bool timed)
    {
        foreach (var piece in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = piece.Split(':');
            if (parts[0] != _secret)
            {
                tally.Fault($"{user} got text of another: {piece}");
            }
            else if (timed)
            {
                tally.Latencies.Enqueue(TimeProvider.System.GetElapsedTime(long.Parse(parts[1], CultureInfo.InvariantCulture), now).TotalMicroseconds);
            }
        }
    }
}
