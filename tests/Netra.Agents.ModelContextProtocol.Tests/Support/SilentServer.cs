using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>Takes everything and never says a word.</summary>
internal sealed class SilentServer
{
    internal IClientTransport Transport { get; } = new StreamClientTransport(new Pipe(new PipeOptions(pauseWriterThreshold: 0)).Writer.AsStream(), new Pipe().Reader.AsStream());
}
