using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class HostTests
{
    [Fact]
    public async Task Host_OfTenLines_Answers()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents()
            .AddAgent("greeter", (execution, _) => AgentOutput.FromText($"Hello, {execution.Input.Text}!"));
        await using var provider = services.BuildServiceProvider();
        var core = provider.GetRequiredService<IAgentExecutionCore>();
        var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());

        var result = await core.ExecuteAsync("greeter", alice, "world");

        Assert.Equal("Hello, world!", result.EnsureSuccess().Text);
    }

    [Fact]
    public async Task Host_WithNothingButTheLibrary_GivesEveryFace()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });

        foreach (var face in new[]
        {
            typeof(IAgentExecutionCore), typeof(IToolDispatcher), typeof(IToolApprovals), typeof(IStateManager), typeof(IWorkflowOrchestrator), typeof(IOwnerData), typeof(IConnectionExecutor),
            typeof(IStateStore), typeof(IAuditTrail), typeof(IAuditStore), typeof(IAuditAnchor), typeof(IAuditKeyProvider), typeof(IEntropySource), typeof(TimeProvider), typeof(IToolAuthorizer),
        })
        {
            Assert.Same(provider.GetRequiredService(face), provider.GetRequiredService(face));
        }
    }

    [Fact]
    public async Task AddNetraAgents_Twice_AddsToTheSameHost()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options => options.MaxStepsPerRun = 7).AddAgent("first", (_, _) => AgentOutput.FromText("1"));
        NetraAgentsOptions? seen = null;
        services.AddNetraAgents(options => seen = options).AddAgent("second", (_, _) => AgentOutput.FromText("2"));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        var core = provider.GetRequiredService<IAgentExecutionCore>();

        Assert.Equal("1", (await core.ExecuteAsync("first", Alice(), "")).EnsureSuccess().Text);
        Assert.Equal("2", (await core.ExecuteAsync("second", Alice(), "")).EnsureSuccess().Text);
        Assert.Equal(7, seen!.MaxStepsPerRun);
        Assert.Single(provider.GetServices<IAgentExecutionCore>());
        Assert.Single(provider.GetServices<IToolAuthorizer>());
    }

    [Fact]
    public async Task AddNetraAgents_InTwoHosts_AreApart()
    {
        await using var one = new TestHost(builder => builder.AddAgent("mine", (_, _) => AgentOutput.FromText("one")));
        await using var other = new TestHost();

        Assert.Equal("one", (await one.Core.ExecuteAsync("mine", one.Context(), "")).EnsureSuccess().Text);
        await Assert.ThrowsAsync<UnknownAgentException>(async () => await other.Core.ExecuteAsync("mine", other.Context(), ""));
        Assert.Null(await other.State.GetAsync(other.Context(), StateScope.User, "name"));
    }

    [Fact]
    public async Task Build_OneCollectionTwice_MakesTwoHostsWithRunsOfTheirOwn()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents().AddAgent("echo", (execution, _) => AgentOutput.FromValue(execution.Input));
        await using var one = services.BuildServiceProvider();
        await using var other = services.BuildServiceProvider();
        var context = Alice();

        await one.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("echo", context, "input");

        Assert.NotSame(one.GetRequiredService<IAgentExecutionCore>(), other.GetRequiredService<IAgentExecutionCore>());
        await Assert.ThrowsAsync<RunNotFoundException>(async () =>
        {
            await foreach (var item in other.GetRequiredService<IAgentExecutionCore>().SubscribeAsync(context, context.RunId))
            {
                Assert.Fail($"{item} is another host's.");
            }
        });
    }

    [Fact]
    public void Builder_WithoutAddNetraAgents_SaysWhatToCall()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new Bare(new ServiceCollection()).AddAgent("a", (_, _) => AgentOutput.FromText("")));

        Assert.Contains("AddNetraAgents", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Null_IsRefusedAtOnce()
    {
        var builder = new ServiceCollection().AddNetraAgents();

        Assert.Throws<ArgumentNullException>(() => NetraAgentsServiceCollectionExtensions.AddNetraAgents(null!));
        Assert.Throws<ArgumentNullException>(() => builder.AddTool("t", "d", null!));
        Assert.Throws<ArgumentNullException>(() => builder.AddTool((ITool)null!));
        Assert.Throws<ArgumentNullException>(() => builder.AddEventSink(null!));
        Assert.Throws<ArgumentNullException>(() => builder.UseMiddleware(null!));
        Assert.Throws<ArgumentNullException>(() => builder.AddToolAuthorizer(null!));
        Assert.Throws<ArgumentNullException>(() => NetraAgentsBuilderExtensions.AddAgent(null!, "a", (_, _) => AgentOutput.FromText("")));
    }

    private static UserExecutionContext Alice() => UserExecutionContext.FromRequest(new UserId("alice"), new ThreadId("thread"));

    private sealed record Bare(IServiceCollection Services) : INetraAgentsBuilder;
}
