using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A transport that says what has been sent on it.</summary>
internal sealed class WatchedTransport(IClientTransport inner, Action<JsonRpcMessage> sent) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) => new Session(await inner.ConnectAsync(cancellationToken), sent);

    private sealed class Session(ITransport inner, Action<JsonRpcMessage> sent) : ITransport
    {
        public string? SessionId => inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => inner.MessageReader;

        public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            await inner.SendMessageAsync(message, cancellationToken);
            sent(message);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
