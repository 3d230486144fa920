using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A host with an agent that calls one tool, on a clock that only the test moves.</summary>
internal sealed class McpRig : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<RunId, CallOutcome> _outcomes = new();

    internal McpRig(Func<McpTransportContext, IClientTransport> transport, Action<McpToolsOptions>? configure = null, Action<NetraAgentsOptions>? options = null)
        : this(builder => builder.AddMcpTools("fake", transport, configure), options) { }

    internal McpRig(Action<INetraAgentsBuilder> register, Action<NetraAgentsOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ILoggerFactory>(Log);
        var builder = services.AddNetraAgents(options);
        builder.AddAgent("caller", CallAsync);
        builder.AddAgent("lister", async (execution, token) => AgentOutput.FromValue(ContextValue.List([.. (await execution.Tools.ListAsync(token)).Select(tool => (ContextValue)tool.Name)])));
        register(builder);
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal ListedLog Log { get; } = new();

    internal ServiceProvider Services { get; }

    internal IAgentExecutionCore Core => Services.GetRequiredService<IAgentExecutionCore>();

    internal McpConnections Connections => Services.GetServices<IToolSource>().OfType<McpToolSource>().Single().Connections;

    internal static UserExecutionContext Context(string user = "alice", params string[] grants) =>
        UserExecutionContext.FromRequest(new UserId(user), ThreadId.New(), Grants.Of(grants.Length == 0 ? ["mcp.fake"] : grants));

    internal Task<CallOutcome> CallAsync(string tool, ContextValue arguments = default, string user = "alice", CancellationToken cancellationToken = default) =>
        CallAsync(Context(user), tool, arguments, cancellationToken);

    internal async Task<CallOutcome> CallAsync(UserExecutionContext context, string tool, ContextValue arguments = default, CancellationToken cancellationToken = default)
    {
        var result = await Core.ExecuteAsync("caller", context, ContextValue.Map(("tool", tool), ("arguments", arguments)), cancellationToken).AsTask().WaitAsync(Patience);
        return _outcomes.TryGetValue(result.RunId, out var outcome) ? outcome : new CallOutcome("run:" + result.Status, result.Error?.Message, default);
    }

    internal async Task<string[]> ListAsync(string user = "alice", params string[] grants)
    {
        var result = await Core.ExecuteAsync("lister", Context(user, grants), "").AsTask().WaitAsync(Patience);
        return [.. result.EnsureSuccess().Value.Items.Select(item => item.AsString())];
    }

    internal static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience);

    internal static Task Within(Task task) => task.WaitAsync(Patience);

    /// <summary>Waits for what happens on other threads, without a clock.</summary>
    internal static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    internal static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => Services.DisposeAsync();

    private async ValueTask<AgentOutput> CallAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var result = await execution.Tools.DispatchAsync(execution.Input["tool"].AsString(), execution.Input["arguments"], cancellationToken);
        _outcomes[execution.Context.RunId] = new CallOutcome(result.Error?.Code, result.Error?.Message, result.Output);
        return AgentOutput.FromText("");
    }
}
