using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>The client's end of two pipes, which ends them when it is disposed, as a process's would.</summary>
internal sealed class PipeTransport(Pipe toServer, Pipe fromServer) : IClientTransport, IAsyncDisposable
{
    private readonly StreamClientTransport _inner = new(toServer.Writer.AsStream(), fromServer.Reader.AsStream());

    public string Name => _inner.Name;

    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) => _inner.ConnectAsync(cancellationToken);

    public ValueTask DisposeAsync() => toServer.Writer.CompleteAsync();
}
