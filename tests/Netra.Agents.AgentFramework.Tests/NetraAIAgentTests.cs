using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class NetraAIAgentTests
{
    private static readonly Owner Alice = new(new TenantId("acme"), new UserId("alice"));

    [Fact]
    public async Task RunAsync_Session_RunsForItsOwnerInItsThreadWithItsGrants()
    {
        await using var rig = new Rig(builder => builder.AddAgent("who", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText(
            $"{execution.Context.TenantId.Value}/{execution.Context.UserId.Value}/{execution.Context.ThreadId.Value}/{string.Join(',', execution.Context.Grants)}/{execution.Input.Text}") with
        { Usage = new TokenUsage(3, 4) }));
        var agent = rig.Core.AsAIAgent("who", options => options.Description = "Says who.");

        var response = await Rig.Within(agent.RunAsync("hi", agent.CreateSession(Alice, new ThreadId("t"), Grants.Of("read"))));

        Assert.Equal("acme/alice/t/read/hi", response.Text);
        Assert.Equal((3, 4, 7), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(("who", "who", "Says who.", "who"), (agent.Id, agent.Name, agent.Description, response.AgentId));
        Assert.Equal((ChatRole.Assistant, "who"), (response.Messages.Single().Role, response.Messages.Single().AuthorName));
    }

    [Fact]
    public async Task RunAsync_FiftyOwnersAtOnce_EachGetsItsOwn()
    {
        const int Owners = 50;
        var meeting = new Meeting(Owners);
        await using var rig = new Rig(
            builder => builder.AddAgent("who", async (AgentExecution execution, CancellationToken _) =>
            {
                await meeting.ArriveAsync();
                return AgentOutput.FromText($"{execution.Context.UserId.Value} asks {execution.Input.Text}");
            }),
            options => options.Scheduling.MaxRuns = Owners);
        var agent = rig.Core.AsAIAgent("who");

        var responses = await Rig.Within(Task.WhenAll(Enumerable.Range(0, Owners).Select(i =>
            agent.RunAsync($"question {i}", agent.CreateSession(new Owner(new UserId($"user {i}")), new ThreadId("t"))))));

        Assert.All(responses, (response, i) => Assert.Equal($"user {i} asks question {i}", response.Text));
    }

    [Fact]
    public async Task RunAsync_NobodyIsNamed_IsRefusedAndNothingBegins()
    {
        var runs = 0;
        await using var rig = Counting(() => runs++);
        var agent = rig.Core.AsAIAgent("counts");

        Assert.Contains("CreateSession", (await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.CreateSessionAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.RunStreamingAsync("hi").ToAgentResponseAsync());
        Assert.Throws<ArgumentException>(() => agent.CreateSession(default, new ThreadId("t")));
        Assert.Throws<ArgumentException>(() => agent.CreateSession(Alice, default));
        Assert.Throws<ArgumentException>(() => rig.Core.AsAIAgent("counts", default(Owner)));
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task RunAsync_ForOneOwner_NeedsNoSessionAndRefusesThoseOfOthers()
    {
        var runs = 0;
        await using var rig = Counting(() => runs++);
        var (agent, anybodys) = (rig.Core.AsAIAgent("counts", Alice, Grants.Of("read")), rig.Core.AsAIAgent("counts"));
        var bobs = anybodys.CreateSession(new Owner(new UserId("bob")), new ThreadId("t"));

        Assert.StartsWith("alice with read in ", (await Rig.Within(agent.RunAsync("hi"))).Text, StringComparison.Ordinal);
        var session = (NetraAgentSession)await agent.CreateSessionAsync();
        Assert.Equal($"alice with read in {session.ThreadId}", (await Rig.Within(agent.RunAsync("hi", session))).Text);
        Assert.Equal($"alice with read in {session.ThreadId}", (await Rig.Within(agent.RunAsync("hi", session))).Text);

        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi", bobs));
        Assert.Throws<InvalidOperationException>(() => agent.CreateSession(bobs.Owner, new ThreadId("t")));

        // The same user id in no tenant is somebody else.
        Assert.Throws<InvalidOperationException>(() => agent.CreateSession(new Owner(new UserId("alice")), new ThreadId("t")));
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task RunAsync_SessionOfAnotherAgent_IsRefused()
    {
        var runs = 0;
        await using var rig = Counting(() => runs++);
        var agent = rig.Core.AsAIAgent("counts");

        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi", new NotedSession()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi", rig.Core.AsAIAgent("other").CreateSession(Alice, new ThreadId("t"))));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.SerializeSessionAsync(new NotedSession()));
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task RunAsync_RunDoesNotComplete_ThrowsWithItsResult()
    {
        await using var rig = new Rig(builder => builder.AddAgent("fails", AgentOutput (AgentExecution _, CancellationToken _) => throw new AgentException("sold_out", "None left.")));
        var agent = rig.Core.AsAIAgent("fails", Alice);

        var whole = await Assert.ThrowsAsync<AgentExecutionException>(() => agent.RunAsync("hi"));
        var streamed = await Assert.ThrowsAsync<AgentExecutionException>(() => agent.RunStreamingAsync("hi").ToAgentResponseAsync());

        Assert.All([whole, streamed], exception => Assert.Equal((ExecutionStatus.Failed, "sold_out"), (exception.Result!.Status, exception.Result.Error!.Code)));
        await Assert.ThrowsAsync<UnknownAgentException>(() => rig.Core.AsAIAgent("nobody", Alice).RunAsync("hi"));
        await Assert.ThrowsAsync<UnknownAgentException>(() => rig.Core.AsAIAgent("nobody", Alice).RunStreamingAsync("hi").ToAgentResponseAsync());
    }

    [Fact]
    public async Task RunAsync_ThreadIsBusyAndTheRunWouldNotWait_Throws()
    {
        var (began, release) = (new Signal(), new Signal());
        await using var rig = new Rig(builder => builder.AddAgent("slow", async (AgentExecution _, CancellationToken _) =>
        {
            began.Set();
            await release.Task;
            return AgentOutput.FromText("done");
        }));
        var agent = rig.Core.AsAIAgent("slow", Alice, configure: options => options.Turns = TurnMode.Reject);
        var session = await agent.CreateSessionAsync();
        var first = agent.RunAsync("hi", session);
        await began.Task;

        Assert.Equal("turn_taken", (await Assert.ThrowsAsync<AgentExecutionException>(() => agent.RunAsync("hi", session))).Result!.Error!.Code);
        Assert.Equal("turn_taken", (await Assert.ThrowsAsync<AgentExecutionException>(() => agent.RunStreamingAsync("hi", session).ToAgentResponseAsync())).Result!.Error!.Code);

        release.Set();
        Assert.Equal("done", (await Rig.Within(first)).Text);
    }

    [Fact]
    public async Task RunAsync_CallerCancels_EndsTheRun()
    {
        var began = new Signal();
        await using var rig = new Rig(builder => builder.AddAgent("hangs", (AgentExecution _, CancellationToken _) => HangAsync(began)));
        using var cancellation = new CancellationTokenSource();

        var running = rig.Core.AsAIAgent("hangs", Alice).RunAsync("hi", cancellationToken: cancellation.Token);
        await began.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rig.Within(running));
        var ended = Assert.Single(rig.Services.GetRequiredService<IRunRegistry>().List(UserExecutionContext.FromRequest(Alice, ThreadId.New())));
        Assert.Equal(ExecutionStatus.Cancelled, ended.Status);
    }

    [Theory]
    [InlineData("one", "two", "one\ntwo")]
    [InlineData("one", "", "one\n")]
    [InlineData("", null, "")]
    public async Task RunAsync_Messages_AreTheInput(string first, string? second, string input)
    {
        await using var rig = new Rig(builder => builder.AddAgent("echo", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText($"<{execution.Input.Text}>")));
        ChatMessage[] messages = [
            new(ChatRole.System, [new TextReasoningContent("Hm."), new FunctionCallContent("1", "look")]), new(ChatRole.Tool, [new FunctionResultContent("1", "seen")]),
            new(ChatRole.User, first), .. second is null ? [] : new ChatMessage[] { new(ChatRole.User, second) }];

        Assert.Equal($"<{input}>", (await Rig.Within(rig.Core.AsAIAgent("echo", Alice).RunAsync(messages))).Text);
    }

    [Fact]
    public async Task RunAsync_MessageThatIsNoText_IsRefusedUnlessTheHostSaysWhatItIs()
    {
        await using var rig = new Rig(builder => builder.AddAgent("echo", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText($"<{execution.Input.Text}>")));
        var message = new ChatMessage(ChatRole.User, [new TextContent("Look:"), new DataContent(new byte[] { 1 }, "image/png")]);

        await Assert.ThrowsAsync<NotSupportedException>(() => rig.Core.AsAIAgent("echo", Alice).RunAsync(message));
        await Assert.ThrowsAsync<NotSupportedException>(() => rig.Core.AsAIAgent("echo", Alice).RunAsync(
            new ChatMessage(ChatRole.User, [new ToolApprovalResponseContent("1", approved: true, new FunctionCallContent("1", "wipe"))])));
        var told = rig.Core.AsAIAgent("echo", Alice, configure: options => options.Input = messages => messages.Single().Contents.Count);
        Assert.Equal("<2>", (await Rig.Within(told.RunAsync(message))).Text);
    }

    [Fact]
    public async Task RunAsync_NoMessage_AsksNothing()
    {
        await using var rig = new Rig(builder => builder.AddAgent("echo", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText(execution.Input.Kind.ToString())));

        Assert.Equal("Null", (await Rig.Within(rig.Core.AsAIAgent("echo", Alice).RunAsync())).Text);
    }

    [Fact]
    public async Task RunAsync_ContextOptions_AreUsedAnewEachTime()
    {
        await using var rig = new Rig(builder => builder.AddAgent("echo", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText(execution.Context.CorrelationId)));
        var made = 0;
        var agent = rig.Core.AsAIAgent("echo", Alice, configure: options => options.ContextOptions = () => new ContextOptions { CorrelationId = $"c{++made}" });

        Assert.Equal(("c1", "c2"), ((await Rig.Within(agent.RunAsync("hi"))).Text, (await Rig.Within(agent.RunAsync("hi"))).Text));
    }

    internal static async ValueTask<AgentOutput> HangAsync(Signal began)
    {
        began.Set();
        await new Signal().Task;
        return AgentOutput.FromText("never");
    }

    private static Rig Counting(Action onRun) => new(builder => builder.AddAgent("counts", (AgentExecution execution, CancellationToken _) =>
    {
        onRun();
        return AgentOutput.FromText($"{execution.Context.UserId} with {string.Join(',', execution.Context.Grants)} in {execution.Context.ThreadId}");
    }));
}
