using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class AnswerTests
{
    [Fact]
    public async Task Run_TextReasoningAndUsage_AreToldAndPutTogether()
    {
        await using var rig = Saying(
            new TextReasoningContent("Hm."), new TextContent("Hello, "), new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 1 }),
            new TextContent(""), new TextContent("world"), new UsageContent(new UsageDetails { InputTokenCount = 2, OutputTokenCount = 4 }));
        var context = Rig.Context();

        var output = (await rig.RunAsync("says", context, "hi")).EnsureSuccess();

        Assert.Equal(("Hello, world", new TokenUsage(5, 5), false), (output.Text, output.Usage, output.IsDegraded));
        var events = await rig.EventsOfAsync(context);
        Assert.Equal(["agent_started", "agent_thinking", "agent_text", "agent_text", "agent_completed"], events.Select(item => item.WireName));
        Assert.Equal("Hello, world", string.Concat(events.OfType<AgentText>().Select(item => item.Text)));
    }

    [Fact]
    public async Task Run_SeveralMessages_AreLinesOfOneAnswer()
    {
        await using var rig = Updating(
            ScriptedAgent.Text("Let me ", "1"), ScriptedAgent.Text("look.", "1"), ScriptedAgent.Text("", "2"), ScriptedAgent.Text("It is ", "3"), ScriptedAgent.Text("here."));
        var context = Rig.Context();

        Assert.Equal("Let me look.\nIt is here.", (await rig.RunAsync("says", context, "hi")).EnsureSuccess().Text);
        Assert.Equal("Let me look.\nIt is here.", string.Concat((await rig.EventsOfAsync(context)).OfType<AgentText>().Select(item => item.Text)));
    }

    [Fact]
    public async Task Run_InputRepeated_IsNoAnswer()
    {
        await using var rig = Updating(new AgentResponseUpdate(ChatRole.User, "hi"), new AgentResponseUpdate(ChatRole.Tool, "raw"), ScriptedAgent.Text("Hello"), new AgentResponseUpdate { Contents = [new TextContent("!")] });

        Assert.Equal("Hello!", (await rig.RunAsync("says")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_InputOfEachKind_ReachesTheAgentAsText()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("echo", _ => new ScriptedAgent((input, _, _) => ScriptedAgent.Updates(ScriptedAgent.Text($"<{input}>")))));

        Assert.Equal("<hi>", (await rig.RunAsync("echo", Rig.Context(), "hi")).EnsureSuccess().Text);
        Assert.Equal("<{\"order\":1}>", (await rig.RunAsync("echo", Rig.Context(), ContextValue.Map(("order", 1)))).EnsureSuccess().Text);
        Assert.Equal("<>", (await rig.RunAsync("echo", Rig.Context(), ContextValue.Null)).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_EmptyText_IsAnAnswer()
    {
        await using var rig = Saying(new TextContent(""));

        Assert.Equal("", (await rig.RunAsync("says")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_NoUpdateAtAll_Fails() => await FailsAsync(AgentErrorCodes.NoOutput);

    [Fact]
    public async Task Run_OnlyReasoning_Fails() => await FailsAsync(AgentErrorCodes.NoOutput, new TextReasoningContent("Hm."), new UsageContent(new UsageDetails()));

    [Fact]
    public async Task Run_OnlyAnError_FailsWithoutItsText() =>
        Assert.DoesNotContain("secret", (await FailsAsync(AgentErrorCodes.NoOutput, new ErrorContent("secret"), new TextContent(""))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_TextAndAnError_IsDegraded()
    {
        await using var rig = Saying(new TextContent("The answer is"), new ErrorContent("cut off"));

        var output = (await rig.RunAsync("says")).EnsureSuccess();

        Assert.Equal(("The answer is", true), (output.Text, output.IsDegraded));
    }

    [Fact]
    public async Task Run_ApprovalAsked_FailsAndNamesTheWay() =>
        Assert.Contains("dispatcher", (await FailsAsync(AIAgentErrorCodes.ApprovalNotSupported, new TextContent("May I?"), new ToolApprovalRequestContent("1", new FunctionCallContent("1", "wipe")))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_FunctionCallLeftToTheCaller_Fails() =>
        await FailsAsync(AIAgentErrorCodes.ToolCallNotSupported, new TextContent("Look."), new FunctionCallContent("1", "look"), new FunctionCallContent("2", "look"), new FunctionResultContent("1", "seen"));

    [Fact]
    public async Task Run_FunctionCallsMadeByTheAgent_AreItsOwnMatter()
    {
        await using var rig = Saying(new FunctionCallContent("1", "look"), new FunctionResultContent("1", "seen"), new FunctionCallContent("2", "look") { InformationalOnly = true }, new TextContent("done"));

        Assert.Equal("done", (await rig.RunAsync("says")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Run_AgentThrows_FailsWithoutItsMessage()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("says", _ => new ScriptedAgent((_, _, _) => ScriptedAgent.Throwing(new InvalidOperationException("secret")))));

        var result = await rig.RunAsync("says");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.AgentFailed), (result.Status, result.Error?.Code));
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("secret", result.Exception!.Message);
    }

    [Fact]
    public async Task Run_AgentEndsWithACancellationOfItsOwn_IsFailedAndNotCancelled()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("says", _ => new ScriptedAgent((_, _, _) => ScriptedAgent.Throwing(new TaskCanceledException()))));

        var result = await rig.RunAsync("says");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.UnexpectedCancellation), (result.Status, result.Error?.Code));
    }

    [Fact]
    public async Task Run_AnswerTooLong_FailsWhereItIs()
    {
        var updates = 0;
        await using var rig = new Rig(builder => builder.AddAIAgent("says", _ => new ScriptedAgent((_, _, _) => EndlessAsync())));

        var result = await rig.RunAsync("says");

        Assert.Equal(AIAgentErrorCodes.OutputTooLarge, result.Error?.Code);
        Assert.Equal(5, updates);

        async IAsyncEnumerable<AgentResponseUpdate> EndlessAsync()
        {
            while (true)
            {
                await Task.Yield();
                updates++;
                yield return ScriptedAgent.Text(new string('a', 1024 * 1024));
            }
        }
    }

    [Fact]
    public async Task Run_NonsenseAsUpdates_BreaksNothing()
    {
        await using var rig = Updating(
            null!, new AgentResponseUpdate(), new AgentResponseUpdate { Contents = [null!] }, new AgentResponseUpdate { Contents = [new UsageContent(new UsageDetails { InputTokenCount = -5, OutputTokenCount = long.MaxValue, TotalTokenCount = long.MinValue })] },
            new AgentResponseUpdate { Contents = [new UsageContent(new UsageDetails { InputTokenCount = long.MaxValue, OutputTokenCount = long.MaxValue })] }, ScriptedAgent.Text("ok"));

        var output = (await rig.RunAsync("says")).EnsureSuccess();

        Assert.Equal("ok", output.Text);
        Assert.True(output.Usage!.InputTokens > 0 && output.Usage.OutputTokens > 0);
    }

    private static async Task<AgentError> FailsAsync(string code, params AIContent[] contents)
    {
        await using var rig = Saying(contents);
        var context = Rig.Context();
        var result = await rig.RunAsync("says", context, "hi");
        Assert.Equal((ExecutionStatus.Failed, code), (result.Status, result.Error?.Code));
        Assert.Single(await rig.EventsOfAsync(context), item => item.IsTerminal);
        return result.Error!;
    }

    private static Rig Saying(params AIContent[] contents) => new(builder => builder.AddAIAgent("says", _ => ScriptedAgent.Saying(contents)));

    private static Rig Updating(params AgentResponseUpdate[] updates) => new(builder => builder.AddAIAgent("says", _ => new ScriptedAgent((_, _, _) => ScriptedAgent.Updates(updates))));
}
