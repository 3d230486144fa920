using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

/// <summary>A host whose agent makes one call of a tool and gives what became of it.</summary>
internal sealed class ToolProbe : IAsyncDisposable
{
    private readonly Func<AgentExecution, CancellationToken, ValueTask<ToolResult>> _call;
    private ToolResult _result;
    private int _reached;

    internal ToolProbe(
        Action<INetraAgentsBuilder> register, Action<NetraAgentsOptions>? configure = null,
        Func<AgentExecution, CancellationToken, ValueTask<ToolResult>>? call = null, Action<ToolBuilder>? tool = null)
    {
        _call = call ?? ((execution, _) => execution.Tools.DispatchAsync("tool", ContextValue.Null));
        Host = new TestHost(
            builder =>
            {
                builder.AddTool("tool", "Counts.", () => Interlocked.Increment(ref _reached), options =>
                {
                    options.RequirePermission(TestHost.Permission);
                    tool?.Invoke(options);
                });
                builder.AddAgent("caller", async (execution, cancellationToken) =>
                {
                    _result = await _call(execution, cancellationToken);
                    return AgentOutput.FromText("went on");
                });
                register(builder);
            },
            configure);
    }

    internal TestHost Host { get; }

    /// <summary>How often the tool itself was called.</summary>
    internal int Reached => _reached;

    internal async Task<ToolResult> CallAsync(UserExecutionContext context)
    {
        (await Host.Core.ExecuteAsync("caller", context, "")).EnsureSuccess();
        return _result;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
