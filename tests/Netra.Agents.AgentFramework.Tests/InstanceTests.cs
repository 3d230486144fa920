using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class InstanceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAIAgent_StateInAField_FiftyOwnersAtOnceSeeOnlyTheirOwn(bool byType)
    {
        const int Owners = 50;
        var meeting = new Meeting(Owners);
        await using var rig = new Rig(
            builder =>
            {
                builder.Services.AddSingleton(meeting);
                _ = byType ? builder.AddAIAgent<FieldAgent>("notes") : builder.AddAIAgent("notes", services => new FieldAgent(services.GetRequiredService<Meeting>()));
            },
            options => options.Scheduling.MaxRuns = Owners);

        var results = await Task.WhenAll(Enumerable.Range(0, Owners).Select(i => rig.RunAsync("notes", $"user {i}", "t", $"secret {i}")));

        Assert.All(results, (result, i) => Assert.Equal($"secret {i}", result.EnsureSuccess().Text));
        Assert.Equal(Owners, meeting.Arrived);
        for (var i = 0; i < Owners; i++)
        {
            Assert.Equal($"[\"secret {i}\"]", (await rig.StoredAsync("notes", $"user {i}"))!.Value["session"].Text);
        }
    }

    [Fact]
    public async Task AddAIAgent_OneInstanceForAll_ServesNoSecondOwner()
    {
        var agent = ScriptedAgent.Remembering();
        await using var rig = new Rig(builder => builder.AddAIAgent("shared", _ => agent));

        Assert.True((await rig.RunAsync("shared", "alice")).Succeeded);
        var second = await rig.RunAsync("shared", "bob");

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SharedInstance), (second.Status, second.Error?.Code));
        Assert.Contains("IsStateless", second.Error!.Message, StringComparison.Ordinal);
        Assert.Null(await rig.StoredAsync("shared", "bob"));
        Assert.Equal(AIAgentErrorCodes.SharedInstance, (await rig.RunAsync("shared", "alice")).Error?.Code);
    }

    [Fact]
    public async Task AddAIAgent_OneInstanceUnderTwoNames_ServesNoSecondExecution()
    {
        var agent = ScriptedAgent.Remembering();
        await using var rig = new Rig(builder => builder.AddAIAgent("one", _ => agent).AddAIAgent("two", _ => agent));

        Assert.True((await rig.RunAsync("one")).Succeeded);
        Assert.Equal(AIAgentErrorCodes.SharedInstance, (await rig.RunAsync("two")).Error?.Code);
    }

    [Fact]
    public async Task AddAIAgent_NewWrapperAroundOneInstance_ServesNoSecondOwner()
    {
        var agent = ScriptedAgent.Remembering();
        await using var rig = new Rig(builder => builder.AddAIAgent("wrapped", _ => new Wrapper(new Wrapper(agent))));

        Assert.True((await rig.RunAsync("wrapped", "alice")).Succeeded);
        var second = await rig.RunAsync("wrapped", "bob");

        Assert.Equal(AIAgentErrorCodes.SharedInstance, second.Error?.Code);
        Assert.Contains(nameof(ScriptedAgent), second.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAIAgent_NewWrapperAroundNewInstance_ServesAll()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("wrapped", _ => new Wrapper(ScriptedAgent.Remembering())));

        Assert.True((await rig.RunAsync("wrapped", "alice")).Succeeded);
        Assert.True((await rig.RunAsync("wrapped", "bob")).Succeeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAIAgent_SingletonOfTheHost_IsRefusedAtFirstUse(bool keyed)
    {
        var agent = new DisposableAgent();
        await using var rig = new Rig(builder =>
        {
            builder.Services.AddKeyedSingleton<AIAgent>("broken", (_, _) => throw new InvalidOperationException("Never made."));
            _ = keyed
                ? builder.Services.AddKeyedSingleton<AIAgent>("one", (_, _) => agent)
                : builder.Services.AddSingleton<AIAgent>(_ => agent);
            builder.AddAIAgent("single", services => keyed ? services.GetRequiredKeyedService<AIAgent>("one") : services.GetRequiredService<AIAgent>());
        });

        Assert.Equal(AIAgentErrorCodes.SharedInstance, (await rig.RunAsync("single")).Error?.Code);
        Assert.Equal(0, agent.Disposals);
    }

    [Fact]
    public async Task AddAIAgent_ScopedService_IsNewForEachExecution()
    {
        await using var rig = new Rig(builder =>
        {
            builder.Services.AddScoped<AIAgent>(_ => ScriptedAgent.Remembering());
            builder.AddAIAgent("scoped", services => services.GetRequiredService<AIAgent>());
        });

        Assert.Equal("one", (await rig.RunAsync("scoped", "alice", input: "one")).EnsureSuccess().Text);
        Assert.Equal("two", (await rig.RunAsync("scoped", "bob", input: "two")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task AddAIAgent_DocumentedAsStateless_MayBeOneInstanceAndIsNotDisposed()
    {
        var agent = new DisposableAgent();
        await using var rig = new Rig(builder => builder.AddAIAgent("shared", _ => agent, options => options.IsStateless = true));

        Assert.True((await rig.RunAsync("shared", "alice")).Succeeded);
        Assert.True((await rig.RunAsync("shared", "bob")).Succeeded);
        Assert.Equal(0, agent.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAIAgent_Disposable_IsDisposedOnceHoweverItEnds(bool fails)
    {
        var agents = new List<DisposableAgent>();
        await using var rig = new Rig(builder => builder.AddAIAgent("disposable", _ =>
        {
            agents.Add(new DisposableAgent(fails));
            return agents[^1];
        }));

        Assert.Equal(!fails, (await rig.RunAsync("disposable")).Succeeded);

        Assert.Equal(1, Assert.Single(agents).Disposals);
    }

    [Fact]
    public async Task AddAIAgent_SecondUserOfAnInstance_DoesNotDisposeItUnderTheFirst()
    {
        var (began, release) = (new Signal(), new Signal());
        var agent = new DisposableAgent(began: began, release: release);
        await using var rig = new Rig(builder => builder.AddAIAgent("shared", _ => agent));

        var first = rig.RunAsync("shared", "alice");
        await began.Task;
        Assert.Equal(AIAgentErrorCodes.SharedInstance, (await rig.RunAsync("shared", "bob")).Error?.Code);
        Assert.Equal(0, agent.Disposals);
        release.Set();

        Assert.True((await first).Succeeded);
        Assert.Equal(1, agent.Disposals);
    }

    [Fact]
    public async Task AddAIAgent_FactoryGivesNull_Fails()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("nothing", _ => null!));

        var result = await rig.RunAsync("nothing");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.AgentFailed), (result.Status, result.Error?.Code));
        Assert.Contains("returned null", result.Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAIAgent_FactoryServices_AreOfTheOwner()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("who", services =>
        {
            var user = services.GetRequiredService<UserExecutionContext>().UserId.Value;
            return new ScriptedAgent((_, _, _) => ScriptedAgent.Updates(ScriptedAgent.Text(user)));
        }));

        Assert.Equal("alice", (await rig.RunAsync("who", "alice")).EnsureSuccess().Text);
        Assert.Equal("bob", (await rig.RunAsync("who", "bob")).EnsureSuccess().Text);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(AIAgentOptions.LargestSession + 1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, long.MaxValue)]
    public void AddAIAgent_OptionOutOfRange_Throws(int size, long estimate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddNetraAgents().AddAIAgent("a", _ => ScriptedAgent.Remembering(), options => (options.MaxSessionSize, options.TokenEstimate) = (size, estimate)));

    private sealed class Wrapper(AIAgent inner) : DelegatingAIAgent(inner);

    private sealed class DisposableAgent(bool fails = false, Signal? began = null, Signal? release = null) : ScriptedAgent((_, _, _) => AnswerAsync(fails, began, release)), IAsyncDisposable
    {
        internal int Disposals { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return ValueTask.CompletedTask;
        }

        private static async IAsyncEnumerable<AgentResponseUpdate> AnswerAsync(bool fails, Signal? began, Signal? release)
        {
            began?.Set();
            await (release?.Task ?? Task.CompletedTask);
            yield return fails ? throw new InvalidOperationException("No.") : Text("done");
        }
    }
}
