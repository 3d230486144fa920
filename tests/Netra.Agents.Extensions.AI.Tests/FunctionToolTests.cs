using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class FunctionToolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddTools_Function_IsCalledWithTheArgumentsAndTheCallsServices()
    {
        var function = AIFunctionFactory.Create((string text, int times, IServiceProvider services) => $"{string.Concat(Enumerable.Repeat(text, times))} for {services.GetRequiredService<UserExecutionContext>().UserId.Value}", "repeat");
        await using var host = Host(builder => builder.AddTools([function], Permitted));

        var result = await CallAsync(host, "repeat", ContextValue.Map(("text", "ab"), ("times", 2)));

        Assert.Equal("abab for alice", result["output"].Text);
    }

    [Fact]
    public async Task AddTools_WithoutAPermission_NobodyMayCall()
    {
        await using var host = Host(builder => builder.AddTools(AIFunctionFactory.Create(() => "ran", "run")));

        Assert.Equal(AgentErrorCodes.Denied, (await CallAsync(host, "run", default))["code"].Text);
    }

    [Fact]
    public async Task AddTools_ArgumentsThatTheSchemaDoesNotHave_NeverReachTheFunction()
    {
        var ran = false;
        await using var host = Host(builder => builder.AddTools([AIFunctionFactory.Create((string text) => ran = true, "run")], Permitted));

        Assert.Equal(AgentErrorCodes.InvalidArguments, (await CallAsync(host, "run", ContextValue.Map(("text", "x"), ("userContext", "bob"))))["code"].Text);
        Assert.False(ran);
    }

    [Fact]
    public async Task AddTools_ResultsOfEveryShape_AreValues()
    {
        await using var host = Host(builder => builder.AddTools(
            [
                AIFunctionFactory.Create(() => new Parcel("a-1", 3, [1.5]), "parcel"),
                AIFunctionFactory.Create(() => (string?)null, "nothing"),
                AIFunctionFactory.Create(() => new TextContent("text"), "content"),
                AIFunctionFactory.Create(async () => await Task.FromResult(7L), "number"),
            ],
            Permitted));

        Assert.Equal("""{"sku":"a-1","count":3,"weights":[1.5]}""", (await CallAsync(host, "parcel", default))["output"].ToJson());
        Assert.True((await CallAsync(host, "nothing", default))["output"].IsNull);
        Assert.Equal("text", (await CallAsync(host, "content", default))["output"].Text);
        Assert.Equal(7, (await CallAsync(host, "number", default))["output"].AsInt64());
    }

    [Fact]
    public async Task AddToolsFrom_Methods_HaveWhatTheModelFillsInAndNothingElse()
    {
        var find = (await ListAsync()).Single(tool => tool.Name == "find_order");
        Assert.Equal("One of the customer's own orders.", find.Description);
        Assert.Equal(["orderId"], find.InputSchema["properties"].Entries.Select(entry => entry.Key));
        Assert.Equal("Its number.", find.InputSchema["properties"]["orderId"]["description"].Text);
        Assert.Equal((ChatHost.Permission, ToolEffect.Pure, TimeSpan.FromSeconds(5)), (find.RequiredPermission, find.Effect, find.Timeout));
    }

    [Fact]
    public async Task AddToolsFrom_EachCall_HasItsOwnInstanceAndScopeAndTheOwnersContext()
    {
        var used = new ConcurrentBag<object>();
        await using var host = Host(builder =>
        {
            builder.Services.AddSingleton(used);
            builder.Services.AddScoped<Session>();
            builder.AddToolsFrom<OrderTools>();
        });

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (i, await CallAsync(host, "find_order", ContextValue.Map(("orderId", $"#{i}")), ChatHost.Context($"user{i}")))));

        Assert.All(results, result => Assert.Equal($"#{result.i} of user{result.i}", result.Item2["output"].Text));
        Assert.Equal(100, used.Distinct().Count());
        Assert.All(used.OfType<OrderTools>(), tools => Assert.True(tools.IsDisposed));
    }

    [Fact]
    public async Task AddToolsFrom_StaticMethodAndAsyncName_AreTools()
    {
        await using var host = Host(builder => builder.AddToolsFrom<OrderTools>());

        Assert.Equal("pong for alice", (await CallAsync(host, "Ping", default))["output"].Text);
    }

    [Fact]
    public void AddToolsFrom_TypeWithoutTools_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddNetraAgents().AddToolsFrom<Session>());

    [Fact]
    public async Task AddTools_SchemaThatCantBeChecked_StandsInTheReport()
    {
        await using var host = Host(builder => builder.AddTools([AIFunctionFactory.Create((string text) => text, "run")], tool => new ToolDefinition("other", "")));

        Assert.Contains("The tool 'run': its definition names it 'other'.", Assert.Throws<NetraAgentsConfigurationException>(() => host.Core).Message, StringComparison.Ordinal);
    }

    private static INetraAgentsBuilder WithSession(INetraAgentsBuilder builder)
    {
        builder.Services.AddScoped<Session>();
        return builder;
    }

    private static ToolDefinition Permitted(ToolDefinition tool) => tool with { RequiredPermission = ChatHost.Permission };

    private static ChatHost Host(Action<INetraAgentsBuilder> register) => new(new PlayedModel(_ => []), register: builder =>
    {
        builder.AddAgent("call", async (execution, token) =>
        {
            var result = await execution.Tools.DispatchAsync(execution.Input["tool"].Text, execution.Input["arguments"], token);
            return AgentOutput.FromValue(ContextValue.Map(("output", result.Output), ("code", result.Error?.Code), ("message", result.Error?.Message)));
        });
        register(builder);
    });

    private static async Task<ContextValue> CallAsync(ChatHost host, string tool, ContextValue arguments, UserExecutionContext? context = null) =>
        (await ChatHost.Within(host.Core.ExecuteAsync("call", context ?? ChatHost.Context(), ContextValue.Map(("tool", tool), ("arguments", arguments)), Token).AsTask())).EnsureSuccess().Value;

    private static async Task<IReadOnlyList<ToolDefinition>> ListAsync()
    {
        IReadOnlyList<ToolDefinition> tools = [];
        await using var host = Host(builder => WithSession(builder).AddToolsFrom<OrderTools>().AddAgent("list", async (execution, token) =>
        {
            tools = await execution.Tools.ListAsync(token);
            return AgentOutput.FromText("");
        }));
        await ChatHost.Within(host.Core.ExecuteAsync("list", ChatHost.Context(), "", Token).AsTask());
        return tools;
    }

    private sealed record Parcel(string Sku, int Count, double[] Weights);

    private sealed class Session;

    [SuppressMessage("Performance", "CA1812", Justification = "Made by the container.")]
    private sealed class OrderTools(IServiceProvider services) : IDisposable
    {
        internal bool IsDisposed { get; private set; }

        [AgentTool("find_order", Permission = ChatHost.Permission, Effect = ToolEffect.Pure, TimeoutSeconds = 5)]
        [Description("One of the customer's own orders.")]
        public async Task<string> FindAsync([Description("Its number.")] string orderId, Session session, UserExecutionContext context, CancellationToken cancellationToken)
        {
            var used = services.GetRequiredService<ConcurrentBag<object>>();
            used.Add(this);
            used.Add(session);
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return $"{orderId} of {context.UserId.Value}";
        }

        [AgentTool(Permission = ChatHost.Permission)]
        public static Task<string> PingAsync(ToolInvocation invocation) => Task.FromResult($"pong for {invocation.UserContext.UserId.Value}");

        public void Dispose() => IsDisposed = true;
    }
}
