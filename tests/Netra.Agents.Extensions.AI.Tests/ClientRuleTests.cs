using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>Which clients and settings are refused, before anybody is served.</summary>
public sealed class ClientRuleTests
{
    [Fact]
    public void Client_ThatCallsFunctionsByItself_IsRefused() =>
        Assert.Contains("outside the dispatcher", FaultsOf(Model().AsBuilder().UseFunctionInvocation().Build()), StringComparison.Ordinal);

    [Fact]
    public void Client_ThatCachesForAll_IsRefused() =>
        Assert.Contains("caches answers for all owners", FaultsOf(Model().AsBuilder().UseDistributedCache(Cache()).Build()), StringComparison.Ordinal);

    [Fact]
    public void Client_ThatIsNotThere_IsRefused() => Assert.Contains("there is no IChatClient", FaultsOf(null), StringComparison.Ordinal);

    [Fact]
    public async Task ClientFor_GivesOneThatCachesForAll_TheExecutionFails()
    {
        await using var host = new ChatHost(null, chat => chat.ClientFor = _ => Model().AsBuilder().UseDistributedCache(Cache()).Build());

        Assert.Equal(ExecutionStatus.Failed, (await host.AskAsync("hi")).Status);
    }

    public static TheoryData<string, Action<ChatAgentOptions>> BadOptions => new()
    {
        { "HistoryTurns", chat => chat.HistoryTurns = -1 },
        { "MaxRounds", chat => chat.MaxRounds = 0 },
        { "MaxRetries", chat => chat.MaxRetries = -1 },
        { "ModelTimeout", chat => chat.ModelTimeout = TimeSpan.Zero },
        { "RetryDelay", chat => chat.RetryDelay = TimeSpan.FromDays(2) },
        { "ChatOptions.Tools", chat => chat.ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "run")] } },
        { "handle of a conversation", chat => chat.ChatOptions = new ChatOptions { ConversationId = "c" } },
        { "response format", chat => chat.ChatOptions = new ChatOptions { ResponseFormat = ChatResponseFormat.Json } },
        { "Client and ClientFor", chat => (chat.Client, chat.ClientFor) = (_ => Model(), _ => Model()) },
        { "CacheResponses needs an IDistributedCache", chat => chat.CacheResponses = true },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_OutOfRange_StandInTheReport(string fault, Action<ChatAgentOptions> configure) =>
        Assert.Contains(fault, FaultsOf(Model(), configure), StringComparison.Ordinal);

    [Fact]
    public async Task CacheResponses_SameQuestion_IsKeptForTheOwnerAlone()
    {
        var model = new PlayedModel(question => [Text($"answer {question.Number}"), End()]);
        await using var host = new ChatHost(
            model, chat => (chat.CacheResponses, chat.HistoryTurns) = (true, 0), builder => builder.Services.AddSingleton(Cache()));

        Assert.Equal("answer 1", (await host.AskAsync("balance?")).EnsureSuccess().Text);
        Assert.Equal("answer 1", (await host.AskAsync("balance?")).EnsureSuccess().Text);
        Assert.Equal("answer 2", (await host.AskAsync("balance?", ChatHost.Context("bob"))).EnsureSuccess().Text);
    }

    [Theory]
    [InlineData("a", "b:c", "a:b", "c")]
    [InlineData("", "ab", "a", "b")]
    public async Task CacheResponses_OwnersWhoseNamesRunTogether_AreTwo(string tenant, string user, string otherTenant, string otherUser)
    {
        var model = new PlayedModel(question => [Text($"answer {question.Number}"), End()]);
        await using var host = new ChatHost(
            model, chat => (chat.CacheResponses, chat.HistoryTurns) = (true, 0), builder => builder.Services.AddSingleton(Cache()));

        await host.AskAsync("balance?", Of(tenant, user));

        Assert.Equal("answer 2", (await host.AskAsync("balance?", Of(otherTenant, otherUser))).EnsureSuccess().Text);
    }

    [Fact]
    public async Task UseToolCache_SameCall_IsKeptForTheOwnerAlone()
    {
        var calls = 0;
        await using var host = new ChatHost(Calling("look"), register: builder =>
        {
            builder.Services.AddSingleton(Cache());
            builder.UseToolCache(cache => cache.Keep("look", TimeSpan.FromMinutes(1)));
            builder.AddTool(new ToolDefinition("look", "Looks.") { RequiredPermission = ChatHost.Permission, Effect = ToolEffect.Pure }, (_, _) => new($"look {++calls}"));
        });

        Assert.Equal("look 1", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal("look 1", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal("look 2", (await host.AskAsync("hi", ChatHost.Context("bob"))).EnsureSuccess().Text);
    }

    [Fact]
    public async Task UseToolCache_ToolThatIsNotPure_FailsAndSaysSo()
    {
        await using var host = new ChatHost(Calling("pay"), register: builder =>
        {
            builder.Services.AddSingleton(Cache());
            builder.UseToolCache(cache => cache.Keep("pay", TimeSpan.FromMinutes(1)));
            builder.AddTool(new ToolDefinition("pay", "Pays.") { RequiredPermission = ChatHost.Permission }, (_, _) => new("paid"));
        });

        Assert.Contains("isn't Pure", (await host.AskAsync("hi")).EnsureSuccess().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseToolCache_CacheThatFailsOrHoldsGarbage_IsAsIfThereWereNone()
    {
        var calls = 0;
        await using var host = new ChatHost(Calling("look"), register: builder =>
        {
            builder.Services.AddSingleton<IDistributedCache>(new BrokenCache());
            builder.UseToolCache(cache => cache.Keep("look", TimeSpan.FromMinutes(1)));
            builder.AddTool(new ToolDefinition("look", "Looks.") { RequiredPermission = ChatHost.Permission, Effect = ToolEffect.Pure }, (_, _) => new($"look {++calls}"));
        });

        Assert.Equal("look 1", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal("look 2", (await host.AskAsync("hi")).EnsureSuccess().Text);
    }

    private static UserExecutionContext Of(string tenant, string user) => UserExecutionContext.FromRequest(
        new Owner(tenant.Length == 0 ? TenantId.None : new TenantId(tenant), new UserId(user)), new ThreadId("thread"));

    private static PlayedModel Model() => new(_ => [Text("yes"), End()]);

    private static PlayedModel Calling(string tool) => new(question => question.HasResults
        ? [Text((string)question.Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result!), End()]
        : [Call("c1", tool), End()]);

    private static IDistributedCache Cache() => new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));

    private static string FaultsOf(IChatClient? model, Action<ChatAgentOptions>? configure = null)
    {
        using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddNetraAgents()
            .AddChatAgent("chat", "", chat =>
            {
                chat.Client = model is null ? null : _ => model;
                configure?.Invoke(chat);
            })
            .Services.BuildServiceProvider();
        return Assert.Throws<NetraAgentsConfigurationException>(() => services.GetRequiredService<IAgentExecutionCore>()).Message;
    }

    /// <summary>Gives garbage, and takes nothing.</summary>
    private sealed class BrokenCache : IDistributedCache
    {
        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult<byte[]?>("{ nonsense"u8.ToArray());

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => Task.FromException(new IOException("down"));
    }
}
