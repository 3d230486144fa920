using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests.AgUi;

/// <summary>The public client against our endpoint. It verifies the order of events, and throws at the first that is out of it.</summary>
public sealed class AgUiClientTests(AgUiClient client) : IClassFixture<AgUiClient>
{
    [Fact]
    public async Task Talk_WithThoughtsToolsAndASubAgent_MessagesAndStateOfTheRun()
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "all"), "alice", "hello");
        Assert.Equal(
            [
                "RUN_STARTED", "REASONING_START", "REASONING_MESSAGE_START", "REASONING_MESSAGE_CONTENT", "REASONING_MESSAGE_END", "REASONING_END",
                "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT",
                "SUBAGENT_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "SUBAGENT_FINISHED", "STATE_SNAPSHOT", "RUN_FINISHED",
            ],
            Seen(end));
        Assert.Equal("hello", end.GetProperty("state").GetProperty("said").GetString());
        var messages = end.GetProperty("messages").EnumerateArray().ToArray();
        Assert.Contains(messages, message => message.GetProperty("role").GetString() == "assistant" && message.TryGetProperty("content", out var content) && content.GetString() == "Hello");
        Assert.Contains(messages, message => message.GetProperty("role").GetString() == "tool" && message.GetProperty("content").GetString() == "found boots");
    }

    [Theory]
    [InlineData("yes", "paid 5")]
    [InlineData("no", "approval_refused")]
    public async Task Talk_WithACallToApprove_InterruptedAndResumed(string answer, string output)
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "pays"), "alice", "pay", answer);
        Assert.Equal("success", end.GetProperty("last").GetProperty("outcome").GetProperty("type").GetString());
        Assert.Equal(output, end.GetProperty("last").GetProperty("result").GetString());
        Assert.Contains("--", Seen(end));
    }

    [Fact]
    public async Task Talk_WithACallToApproveInASubAgent_SuspendedAndGoesOn()
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "asks"), "alice", "pay", "yes");
        Assert.Equal(
            [
                "RUN_STARTED", "SUBAGENT_STARTED", "SUBAGENT_FINISHED", "RUN_FINISHED", "--",
                "RUN_STARTED", "SUBAGENT_STARTED", "TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT", "SUBAGENT_FINISHED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "RUN_FINISHED",
            ],
            Seen(end));
        Assert.Equal("paid 5", end.GetProperty("last").GetProperty("result").GetString());
    }

    [Fact]
    public async Task Talk_WithAWorkflowThatWaitsTwice_BothAnswered()
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "waits"), "alice", "go", "yes");
        Assert.Equal("success", end.GetProperty("last").GetProperty("outcome").GetProperty("type").GetString());
        Assert.Contains("--", Seen(end));
    }

    [Theory]
    [InlineData("waits", "cancelled")]
    [InlineData("pays", "success")]
    public async Task Talk_WithAnInterruptThatIsCancelled_TheRunOrTheCallIs(string agent, string outcome)
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, agent), "alice", "go", "cancel");
        Assert.Equal(outcome, end.GetProperty("last").GetProperty("outcome").GetProperty("type").GetString());
        Assert.Equal("RUN_STARTED", Seen(end).SkipWhile(type => type != "--").ElementAt(1));
    }

    [Fact]
    public async Task Talk_WithAWorkflow_StepsInTheirOrder()
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "steps"), "alice", "go");
        Assert.Equal(["STEP_STARTED", "STEP_FINISHED", "STEP_STARTED", "STEP_FINISHED"], Seen(end).Where(type => type.StartsWith("STEP", StringComparison.Ordinal)));
        Assert.Equal("RUN_FINISHED", Seen(end)[^1]);
    }

    [Fact]
    public async Task Talk_WithAnAgentThatFails_RunError()
    {
        await using var host = await StartAsync();
        var end = await client.TalkAsync(Url(host, "fails"), "alice", "go");
        Assert.Equal(("RUN_ERROR", "agent_failed"), (Seen(end)[^1], end.GetProperty("last").GetProperty("code").GetString()));
    }

    private static string[] Seen(JsonElement end) => [.. end.GetProperty("seen").EnumerateArray().Select(type => type.GetString()!)];

    private static Uri Url(WebHost host, string agent) => new(host.Address, $"/agents/ag-ui/{agent}");

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(agents => agents
        .AddTool("find", "Finds.", (string what) => $"found {what}", tool => tool.RequirePermission("shop"))
        .AddTool("pay", "Pays.", (int amount) => $"paid {amount}", tool => tool.RequirePermission("shop").RequireApproval(TimeSpan.FromMinutes(5)))
        .AddAgent("helper", (execution, _) =>
        {
            execution.Events.Text("helping");
            return new ValueTask<AgentOutput>(AgentOutput.FromText("helped"));
        })
        .AddAgent("all", async (execution, cancellationToken) =>
        {
            execution.Events.Thinking("Hm.");
            execution.Events.Text("Hel");
            execution.Events.Text("lo");
            await execution.Tools.DispatchAsync("find", ContextValue.Map(("what", "boots")), cancellationToken);
            await execution.CallAgentAsync("helper", new AgentRequest("help"), cancellationToken);
            return AgentOutput.FromValue(ContextValue.Map(("said", execution.Input)));
        })
        .AddAgent("pays", async (execution, cancellationToken) =>
        {
            var paid = await execution.Tools.DispatchAsync("pay", ContextValue.Map(("amount", 5)), cancellationToken);
            return AgentOutput.FromText(paid.Error?.Code ?? paid.Output.AsString());
        })
        .AddAgent("asks", async (execution, cancellationToken) =>
        {
            var paid = await execution.CallAgentAsync("pays", new AgentRequest("pay"), cancellationToken);
            return paid.EnsureSuccess();
        })
        .AddWorkflow("waits", workflow => workflow.Parallel("both", both => both.Branch("a", a => a.Wait("first")).Branch("b", b => b.Wait("second"))))
        .AddAgent("fails", (_, _) => ValueTask.FromException<AgentOutput>(new InvalidOperationException("secret of the host")))
        .AddWorkflow("steps", workflow => workflow.Function("one", value => value).Function("two", value => value)),
        options => options.GrantsOf = _ => Grants.Of("shop"));
}
