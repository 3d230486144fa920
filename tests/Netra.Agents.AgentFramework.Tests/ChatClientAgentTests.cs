using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>The framework's own agent, with its own session and history, as an agent of the library.</summary>
public sealed class ChatClientAgentTests
{
    [Fact]
    public async Task Run_OverTurns_HasItsOwnHistoryAndNoOtherOwners()
    {
        await using var rig = Rig(_ => new ChatClientAgent(new StubClient(), "Answer.", "chat"));

        Assert.Equal("1: one", (await rig.RunAsync("chat", input: "one")).EnsureSuccess().Text);
        Assert.Equal("3: two", (await rig.RunAsync("chat", input: "two")).EnsureSuccess().Text);
        Assert.Equal("1: one", (await rig.RunAsync("chat", "bob", input: "one")).EnsureSuccess().Text);
        Assert.Equal("1: one", (await rig.RunAsync("chat", thread: "other", input: "one")).EnsureSuccess().Text);
        var last = (await rig.RunAsync("chat", input: "three")).EnsureSuccess();

        Assert.Equal(("5: three", new TokenUsage(5, 1)), (last.Text, last.Usage));
        Assert.Contains("two", (await rig.StoredAsync("chat"))!.Value["session"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToolsOfItsOwn_AreCalledByItAndTheirUsageCounts()
    {
        await using var rig = Rig(_ => new ChatClientAgent(new StubClient(), "Answer.", "chat", tools: [AIFunctionFactory.Create(() => "seen", StubClient.Tool)]));

        var output = (await rig.RunAsync("chat", input: "call")).EnsureSuccess();

        Assert.Equal(("3: seen", new TokenUsage(4, 2)), (output.Text, output.Usage));
        Assert.Equal("5: next", (await rig.RunAsync("chat", input: "next")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_ToolThatNeedsApproval_FailsUncalledAndTheConversationGoesOn()
    {
        var calls = 0;
        await using var rig = Rig(_ => new ChatClientAgent(new StubClient(), "Answer.", "chat", tools: [new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => ++calls, StubClient.Tool))]));

        await rig.RunAsync("chat", input: "one");
        Assert.Equal(AIAgentErrorCodes.ApprovalNotSupported, (await rig.RunAsync("chat", input: "call")).Error?.Code);

        Assert.Equal("3: two", (await rig.RunAsync("chat", input: "two")).EnsureSuccess().Text);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Run_ToolThatIsOnlyDeclared_FailsAndTheConversationGoesOn()
    {
        await using var rig = Rig(_ => new ChatClientAgent(new StubClient(), "Answer.", "chat", tools: [AIFunctionFactory.Create(() => "seen", StubClient.Tool).AsDeclarationOnly()]));

        Assert.Equal(AIAgentErrorCodes.ToolCallNotSupported, (await rig.RunAsync("chat", input: "call")).Error?.Code);

        Assert.Equal("1: one", (await rig.RunAsync("chat", input: "one")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_AgentOfTheFrameworksBuilder_SharedInsideIsFound()
    {
        var shared = new ChatClientAgent(new StubClient(), "Answer.", "chat");
        await using var rig = Rig(_ => shared.AsBuilder().Use(async (messages, session, options, next, cancellationToken) => await next(messages, session, options, cancellationToken)).Build());

        Assert.True((await rig.RunAsync("chat")).Succeeded);
        Assert.Equal(AIAgentErrorCodes.SharedInstance, (await rig.RunAsync("chat", "bob")).Error?.Code);
    }

    [Fact]
    public async Task Run_ToolsOfTheExecution_GoThroughTheDispatcherAsTheOwner()
    {
        await using var rig = RigWithTools("may");
        var context = UserExecutionContext.FromRequest(new UserId("bob"), new ThreadId("t"), Grants.Of("may"));

        var result = await rig.RunAsync("chat", context, "call");

        Assert.Equal("3: seen by bob", result.EnsureSuccess().Text);
        Assert.Contains(await rig.EventsOfAsync(context), item => item is ToolCompleted { ToolName: StubClient.Tool, Error: null });
    }

    [Fact]
    public async Task Run_ToolOfTheExecutionThatIsDenied_EndsAsDenied()
    {
        await using var rig = RigWithTools("may", forbids: true);
        var context = UserExecutionContext.FromRequest(new UserId("bob"), new ThreadId("t"), Grants.Of("may"));

        var result = await rig.RunAsync("chat", context, "call");

        Assert.Equal((ExecutionStatus.Denied, AgentErrorCodes.Denied), (result.Status, result.Error?.Code));
    }

    private static Rig RigWithTools(string permission, bool forbids = false) => new(builder =>
    {
        builder.AddTool(new ToolDefinition(StubClient.Tool, "Looks.") { RequiredPermission = permission }, (invocation, _) => new($"seen by {invocation.UserContext.UserId.Value}"));
        builder.AddAIAgent("chat", async (execution, token) => new ChatClientAgent(new StubClient(), "Answer.", "chat", tools: [.. await execution.GetFunctionsAsync(cancellationToken: token)]));
        if (forbids)
        {
            builder.AddToolAuthorizer(new Forbidding());
        }
    });

    private sealed class Forbidding : IToolAuthorizer
    {
        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) => new(ToolDecision.Forbid("Not for anybody."));
    }

    private static Rig Rig(Func<IServiceProvider, AIAgent> create) => new(builder => builder.AddAIAgent("chat", create));
}
