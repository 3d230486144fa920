using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>Gives everybody the tools of alice: what a mistake in a source would do.</summary>
internal sealed class CrossedSource(McpConnections connections) : IToolSource
{
    public string Name => "crossed";

    internal static void Add(INetraAgentsBuilder builder, McpConnections connections) => builder.AddToolSource(_ => new CrossedSource(connections));

    public async ValueTask<IReadOnlyList<ITool>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken) =>
        (await connections.ToolsAsync(McpRig.Context("alice"), cancellationToken)).All;

    public async ValueTask<ITool?> FindAsync(string toolName, UserExecutionContext userContext, CancellationToken cancellationToken) =>
        (await connections.ToolsAsync(McpRig.Context("alice"), cancellationToken)).Find(toolName);
}
