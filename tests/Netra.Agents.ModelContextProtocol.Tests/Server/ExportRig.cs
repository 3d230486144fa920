using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A host that exports tools and agents, with clients at the other ends of pipes.</summary>
internal sealed class ExportRig : IAsyncDisposable
{
    private readonly List<FakeServer> _servers = [];

    internal ExportRig(Action<McpExportOptions>? configure = null, Action<INetraAgentsBuilder>? register = null)
    {
        Rig = new McpRig(builder =>
        {
            builder.AddTool("whoami", "Says who calls.", (UserExecutionContext context) => $"{context.UserId.Value} in {context.ThreadId.Value}", tool => tool.RequirePermission("who").WithEffect(ToolEffect.Pure));
            builder.AddTool("double", "Doubles.", (int number) => new { result = number * 2 }, tool => tool.RequirePermission("math"));
            builder.AddTool("secret", "Isn't exported.", () => "secret", tool => tool.RequirePermission("who"));
            builder.AddTool("broken", "Fails.", string () => throw new ToolException("out_of_paper", "There is no paper."), tool => tool.RequirePermission("who"));
            builder.AddAgent("support", (execution, _) =>
            {
                execution.Events.Progress("reading", 0.25);
                execution.Events.Progress("again", 0.25);
                execution.Events.Progress("writing", 0.75);
                return AgentOutput.FromText($"{execution.Context.UserId.Value} asked: {execution.Input.AsString()}");
            });
            register?.Invoke(builder);
            builder.AddMcpExports(o =>
            {
                o.Tools("whoami", "double", "broken").Agent("support", "Answers.", "support");
                o.Caller = (_, _) => ValueTask.FromResult(Caller());
                configure?.Invoke(o);
            });
        });
    }

    internal McpRig Rig { get; }

    /// <summary>Who calls, as the test says.</summary>
    internal Func<McpCaller?> Caller { get; set; } = () => As("alice");

    internal static McpCaller As(string user, params string[] grants) => new(new Owner(new UserId(user)), Grants.Of(grants.Length == 0 ? ["who", "math", "support"] : grants));

    internal async Task<McpClient> ConnectAsync(string? protocolVersion = null)
    {
        var options = Rig.Services.GetRequiredService<IOptionsFactory<McpServerOptions>>().Create(Options.DefaultName);
        var server = new FakeServer(options, Rig.Services);
        _servers.Add(server);
        return await McpRig.Within(McpClient.CreateAsync(server.Transport, new McpClientOptions { ProtocolVersion = protocolVersion }));
    }

    internal static string Text(CallToolResult result) => ((TextContentBlock)Assert.Single(result.Content)).Text;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Rig.DisposeAsync();
    }
}
