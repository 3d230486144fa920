using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;

namespace Netra.Agents.AspNetCore;

/// <summary>One WebSocket: messages in, events and answers out. What follows a run goes on beside the reading; the rest is done in turn.</summary>
internal sealed class SocketConnection : LiveConnection
{
    private readonly AgentEndpoints _agents;
    private readonly AgentConnection _connection;
    private readonly HashSet<Task> _follows = [];
    private WebSocket? _socket;
    private long _messageSince;
    private int _followed;

    internal SocketConnection(ConnectionId id, Caller caller, AgentEndpoints agents) : base(caller, agents.Options, agents.Clock)
    {
        _agents = agents;
        _connection = new AgentConnection(id, caller.Owner, this, caller.Grants);
    }

    internal override bool IsBusy => Volatile.Read(ref _followed) > 0;

    public override ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        _agents.Connections.Follow(this, agentEvent, agentEvent.EndsRun);
        return WriteAsync(AgentEventJson.Serialize(agentEvent), cancellationToken);
    }

    /// <summary>Reads messages until the client or the host ends the connection; then nothing follows a run for it any more.</summary>
    internal async Task RunAsync(WebSocket socket)
    {
        _socket = socket;
        var buffer = new byte[Math.Min(4096, Options.MaxMessageBytes + 1)];
        try
        {
            while (await ReadAsync(socket, buffer) is { } message)
            {
                buffer = message.Buffer;
                await TakeAsync(message.Buffer.AsMemory(0, message.Length));
            }

            await WaitForCloseAsync(socket, buffer);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The line is lost, or what came over it is no WebSocket.
            socket.Abort();
        }
        finally
        {
            await Finish(ConnectionEnd.Left);
            await Task.WhenAll(_follows);
        }
    }

    internal override void Abort() => _socket?.Abort();

    protected override bool IsStuck(long now) => IsOver(ref _messageSince, now, Options.FrameTimeout);

    protected override ValueTask SayEndAsync() => InTurnAsync(
        async () =>
        {
            if (_socket is { State: WebSocketState.Open or WebSocketState.CloseReceived } socket)
            {
                var (status, reason) = Said(End);
                await socket.CloseOutputAsync(status, reason, CancellationToken.None);
            }
        },
        CancellationToken.None);

    private static (WebSocketCloseStatus, string) Said(ConnectionEnd end) => end switch
    {
        ConnectionEnd.TooLarge => (WebSocketCloseStatus.MessageTooBig, "too_large"),
        ConnectionEnd.NotText => (WebSocketCloseStatus.InvalidMessageType, "not_text"),
        ConnectionEnd.SignedOut => (WebSocketCloseStatus.PolicyViolation, "signed_out"),
        ConnectionEnd.ShuttingDown => (WebSocketCloseStatus.EndpointUnavailable, AgentErrorCodes.ShuttingDown),
        ConnectionEnd.Idle => (WebSocketCloseStatus.NormalClosure, "idle"),
        _ => (WebSocketCloseStatus.NormalClosure, ""),
    };

    /// <summary>The next whole message; null when the client, or the host, wants to close.</summary>
    private async ValueTask<(byte[] Buffer, int Length)?> ReadAsync(WebSocket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            length += read.Count;
            var bad = read.MessageType == WebSocketMessageType.Binary ? ConnectionEnd.NotText : length > Options.MaxMessageBytes ? ConnectionEnd.TooLarge : ConnectionEnd.None;
            if (bad != ConnectionEnd.None)
            {
                _ = Finish(bad);
            }

            if (read.MessageType == WebSocketMessageType.Close || End != ConnectionEnd.None)
            {
                return null;
            }

            if (read.EndOfMessage)
            {
                Volatile.Write(ref _messageSince, 0);
                Touch();
                return (buffer, length);
            }

            if (Volatile.Read(ref _messageSince) == 0)
            {
                Volatile.Write(ref _messageSince, Clock.GetTimestamp());
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(length * 2, Options.MaxMessageBytes + 1));
            }
        }
    }

    /// <summary>Lets the client answer the close; what else it sends is nobody's. Whoever looks after the connection cuts it when this takes too long.</summary>
    private static async Task WaitForCloseAsync(WebSocket socket, byte[] buffer)
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> message)
    {
        if (_agents.Rates.Ask(Caller.Owner) is { } refused)
        {
            await RefuseAsync(refused);
        }
        else if (!MessageType.Follows(message.Span))
        {
            await AnswerAsync(message);
        }
        else if (Volatile.Read(ref _followed) >= Options.MaxSubscriptionsPerConnection)
        {
            await RefuseAsync(new AgentError(AgentErrorCodes.LimitReached, "Too many runs are followed on this connection."));
        }
        else
        {
            Interlocked.Increment(ref _followed);
            _follows.RemoveWhere(static follow => follow.IsCompleted);
            _follows.Add(FollowAsync(message.ToArray()));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A fault in one message ends the connection, and is no reason to end the process or to leave a task unseen.")]
    private async Task FollowAsync(ReadOnlyMemory<byte> message)
    {
        try
        {
            await Task.Yield();
            await AnswerAsync(message);
        }
        catch (Exception)
        {
            Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _followed);
        }
    }

    private async ValueTask AnswerAsync(ReadOnlyMemory<byte> message)
    {
        var response = await _agents.Executor.ExecuteAsync(_connection, message, Following);
        if (!Following.IsCancellationRequested)
        {
            await WriteAsync(response.ToUtf8Json(), Following);
        }
    }

    /// <summary>An answer to a message that wasn't even read.</summary>
    private ValueTask RefuseAsync(AgentError error) => WriteAsync(
        ContextValue.Map(("type", "error"), ("request", "unknown"), ("code", error.Code), ("message", error.Message), ("retry_after_ms", error.RetryAfter is { } wait ? (long)wait.TotalMilliseconds : (ContextValue)default)).ToUtf8Json(),
        Following);

    private ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        InTurnAsync(() => _socket!.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None), cancellationToken);
}
