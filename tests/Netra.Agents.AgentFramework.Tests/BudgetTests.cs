using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class BudgetTests
{
    [Fact]
    public async Task Run_WhatWasUsed_IsSettledAndAnExhaustedBudgetRefuses()
    {
        var runs = 0;
        await using var rig = Limited(100, () => runs++, new UsageContent(new UsageDetails { InputTokenCount = 50, OutputTokenCount = 70 }), new TextContent("done"));

        Assert.True((await rig.RunAsync("uses")).Succeeded);
        var refused = await rig.RunAsync("uses");

        Assert.Equal((ExecutionStatus.Denied, AgentErrorCodes.BudgetExhausted), (refused.Status, refused.Error?.Code));
        Assert.Equal(1, runs);
        Assert.Equal("[\"hi\"]", (await rig.StoredAsync("uses"))!.Value["session"].Text);
        Assert.True((await rig.RunAsync("uses", "bob")).Succeeded);
    }

    [Theory]
    [InlineData(0, null, 100)]
    [InlineData(0, 30, 70)]
    [InlineData(40, null, 60)]
    [InlineData(40, 10, 90)]
    [InlineData(40, 60, 40)]
    public async Task Run_EstimateAndUsage_LeaveWhatIsLeft(long estimate, int? used, long left) =>
        Assert.Equal(left, await LeftAsync(estimate, used, fails: false));

    [Theory]
    [InlineData(40, 10, 60)]
    [InlineData(40, 60, 40)]
    [InlineData(0, 30, 70)]
    public async Task Run_AgentThrows_CountsAtLeastTheEstimate(long estimate, int? used, long left) =>
        Assert.Equal(left, await LeftAsync(estimate, used, fails: true));

    [Fact]
    public async Task Run_OnlyATotalIsTold_Counts()
    {
        await using var rig = Limited(100, () => { }, new UsageContent(new UsageDetails { TotalTokenCount = 100 }), new TextContent("done"));

        Assert.True((await rig.RunAsync("uses")).Succeeded);
        Assert.Equal(ExecutionStatus.Denied, (await rig.RunAsync("uses")).Status);
    }

    [Fact]
    public async Task Run_EstimateBeyondWhatIsLeft_RefusesBeforeTheAgentRuns()
    {
        var runs = 0;
        await using var rig = new Rig(
            builder => builder.AddAIAgent(
                "uses",
                _ => new ScriptedAgent((_, _, _) =>
                {
                    runs++;
                    return ScriptedAgent.Updates(ScriptedAgent.Text("done"));
                }),
                options => options.TokenEstimate = 101),
            options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 100 });

        Assert.Equal(AgentErrorCodes.BudgetExhausted, (await rig.RunAsync("uses")).Error?.Code);
        Assert.Equal(0, runs);
    }

    private static async Task<long> LeftAsync(long estimate, int? used, bool fails)
    {
        AgentResponseUpdate[] updates = used is null
            ? [ScriptedAgent.Text("done")]
            : [new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = used })]), ScriptedAgent.Text("done")];
        await using var rig = new Rig(
            builder => builder
                .AddAIAgent(
                    "uses",
                    _ => new ScriptedAgent((_, _, _) => fails ? ScriptedAgent.Throwing(new InvalidOperationException("No."), updates) : ScriptedAgent.Updates(updates)),
                    options => options.TokenEstimate = estimate)
                .AddAgent("left", async (AgentExecution execution, CancellationToken cancellationToken) => AgentOutput.FromValue((await execution.Budget.LeftAsync(cancellationToken)).ModelTokens)),
            options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 100 });
        Assert.Equal(!fails, (await rig.RunAsync("uses")).Succeeded);
        return (await rig.RunAsync("left")).EnsureSuccess().Value.AsInt64();
    }

    private static Rig Limited(long tokens, Action onRun, params AIContent[] contents) => new(
        builder => builder.AddAIAgent("uses", _ => new ScriptedAgent((_, _, _) =>
        {
            onRun();
            return ScriptedAgent.Updates([.. contents.Select(content => new AgentResponseUpdate(ChatRole.Assistant, [content]))]);
        })),
        options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = tokens });
}
