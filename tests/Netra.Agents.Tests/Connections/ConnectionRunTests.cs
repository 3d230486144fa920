using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

public sealed class ConnectionRunTests
{
    [Fact]
    public async Task Run_AnAgent_SendsEveryEventInOrderAndThenTheAnswer()
    {
        await using var host = new TestHost(builder => builder.AddAgent("greeter", async (execution, _) =>
        {
            execution.Events.Thinking("hm");
            execution.Events.Text("Hello ");
            (await execution.Tools.DispatchAsync("echo", ContextValue.Map(("text", "x")))).EnsureSuccess();
            return AgentOutput.FromText($"Hello {execution.Input.AsString()}");
        }));
        var alice = new Client(host, "alice");

        var response = await alice.RunAsync("greeter", "Ann").Soon();

        Assert.Equal(["agent_started", "agent_thinking", "agent_text", "tool_executing", "tool_completed", "agent_completed"], alice.Events.Select(item => item.WireName));
        Assert.Equal([1, 2, 3, 4, 5, 6], alice.Sequences);
        Assert.Equal($$"""{"type":"response","request":"run","run_id":"{{response.RunId}}","status":"agent_completed","last_sequence":6,"output":"Hello Ann"}""", Client.Json(response));
        Assert.Equal("run: agent_completed", response.ToString());
    }

    [Fact]
    public async Task Run_AgentThatFails_IsAnAnswerThatSaysHowItEnded()
    {
        await using var host = new TestHost(builder => builder.AddAgent("broken", AgentOutput (_, _) => throw new InvalidOperationException("a secret of the host")));
        var alice = new Client(host, "alice");

        var response = await alice.RunAsync("broken").Soon();

        Assert.True(response.Succeeded);
        Assert.Equal($$"""{"type":"response","request":"run","run_id":"{{response.RunId}}","status":"agent_failed","last_sequence":2}""", Client.Json(response));
        Assert.DoesNotContain("secret", string.Concat(alice.Frames), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhoAndWhat_ComesFromTheConnection()
    {
        UserExecutionContext? seen = null;
        await using var host = new TestHost(builder => builder.AddAgent("look", (execution, _) =>
        {
            seen = execution.Context;
            return AgentOutput.FromText("");
        }));
        var alice = new Client(host, "alice", "c-9");

        await alice.SendAsync("""{"type":"run","agent":"look","input":{"user_id":"bob","owner":"bob"},"thread_id":"t-1"}""").Soon();

        Assert.Equal((alice.Owner, new ThreadId("t-1"), new ConnectionId("c-9"), Grants.Of(TestHost.Permission)), (seen!.Owner, seen.ThreadId, seen.ConnectionId, seen.Grants));
    }

    [Fact]
    public async Task Run_SameRunIdAgain_GetsTheRecordedRun()
    {
        var times = 0;
        await using var host = new TestHost(builder => builder.AddAgent("count", (_, _) => AgentOutput.FromText($"{++times}")));
        var (alice, again, runId) = (new Client(host, "alice"), new Client(host, "alice"), RunId.New());

        var first = await alice.RunAsync("count", "x", runId).Soon();
        var second = await again.RunAsync("count", "x", runId).Soon();

        Assert.Equal((Client.Json(first), 1), (Client.Json(second), times));
        Assert.Equal(alice.Frames, again.Frames);
        var conflict = await again.RunAsync("count", "y", runId).Soon();
        Assert.Equal(AgentErrorCodes.Conflict, conflict.Error?.Code);
        Assert.Equal(AgentErrorCodes.Conflict, (await again.RunAsync("echo", "x", runId).Soon()).Error?.Code);
    }

    [Fact]
    public async Task Run_SameRunIdWhileItIsUnderWay_IsRefusedAndHarmsNothing()
    {
        using var stage = new Stage();
        await using var host = Waiting(stage);
        var (alice, runId) = (new Client(host, "alice"), RunId.New());
        var running = alice.RunAsync("wait", "x", runId);
        await stage.Reached.Soon();

        Assert.Equal(AgentErrorCodes.RunInProgress, (await alice.RunAsync("wait", "x", runId).Soon()).Error?.Code);

        stage.Release();
        Assert.Equal("agent_completed", (await running.Soon()).Status);
    }

    [Fact]
    public async Task Run_SeveralOfOneConnection_GoOnAtOnce()
    {
        using var stage = new Stage();
        await using var host = Waiting(stage);
        var alice = new Client(host, "alice");
        var waiting = alice.RunAsync("wait");
        await stage.Reached.Soon();

        var quick = await alice.RunAsync("echo", "quick").Soon();

        Assert.False(waiting.IsCompleted);
        Assert.Equal("quick", quick.Output.AsString());
        stage.Release();
        Assert.Equal("agent_completed", (await waiting.Soon()).Status);
    }

    [Fact]
    public async Task Cancel_OwnLiveRun_EndsIt()
    {
        using var stage = new Stage();
        await using var host = Waiting(stage);
        var (alice, runId) = (new Client(host, "alice"), RunId.New());
        var running = alice.RunAsync("wait", "", runId);
        await stage.Reached.Soon();

        var cancelled = await new Client(host, "alice", "another").CancelAsync(runId).Soon();

        Assert.Equal($$"""{"type":"response","request":"cancel","run_id":"{{runId}}"}""", Client.Json(cancelled));
        Assert.Equal("agent_cancelled", (await running.Soon()).Status);
        Assert.Equal(AgentErrorCodes.NotFound, (await alice.CancelAsync(runId).Soon()).Error?.Code);
    }

    [Theory]
    [InlineData(true, "done")]
    [InlineData(false, "approval_refused")]
    public async Task Approve_OwnRequest_DecidesTheCallOnce(bool approved, string output)
    {
        var asked = new TaskCompletionSource<ApprovalId>();
        await using var host = new TestHost(builder => builder
            .AddTool("pay", "Pays.", () => "done", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(TimeSpan.FromMinutes(5)))
            .AddAgent("payer", async (execution, _) =>
            {
                var result = await execution.Tools.DispatchAsync("pay", ContextValue.Null);
                return AgentOutput.FromText(result.Error?.Code ?? result.Output.AsString());
            }));
        var alice = new Client(host, "alice", onFrame: item =>
        {
            if (item is ToolApprovalRequested request)
            {
                asked.SetResult(request.ApprovalId);
            }

            return ValueTask.CompletedTask;
        });
        var running = alice.RunAsync("payer");
        var approval = await asked.Task.Soon();

        var answer = await alice.ApproveAsync(approval, approved).Soon();

        Assert.Equal("""{"type":"response","request":"approve"}""", Client.Json(answer));
        Assert.Equal(output, (await running.Soon()).Output.AsString());
        Assert.Equal(AgentErrorCodes.NotFound, (await alice.ApproveAsync(approval, approved).Soon()).Error?.Code);
    }

    [Fact]
    public void Create_ConnectionWithoutIdOrOwner_IsRefused()
    {
        var sink = new RecordingEventSink();
        var (id, owner) = (new ConnectionId("c"), new Owner(new UserId("alice")));

        Assert.Equal("id", Assert.Throws<ArgumentException>(() => new AgentConnection(default, owner, sink)).ParamName);
        Assert.Equal("owner", Assert.Throws<ArgumentException>(() => new AgentConnection(id, default, sink)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => new AgentConnection(id, owner, null!)).ParamName);
        Assert.Same(Grants.None, new AgentConnection(id, owner, sink).Grants);
        Assert.Equal("connection c", new AgentConnection(id, owner, sink).ToString());
    }

    private static TestHost Waiting(Stage stage) => new(builder => builder.AddAgent("wait", async (_, _) =>
    {
        await stage.HangAsync();
        return AgentOutput.FromText("waited");
    }));
}
