using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class OutcomeTests
{
    public static TheoryData<string> Names => new(Outcomes.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ExecuteAsync_EveryOutcome_HasItsStatusOneLastTerminalEventAndAFence(string name)
    {
        var outcome = Outcomes.All[name];
        using var stage = new Stage();
        await using var host = Host(outcome, stage);
        var context = host.Context();

        var result = await RunAsync(host, context, outcome, stage);

        Assert.Equal(outcome.Status, result.Status);
        Assert.Equal(outcome.Code, result.Error?.Code);
        Assert.Equal(outcome.Status == ExecutionStatus.Completed, result.Succeeded);
        Assert.Equal(result.Succeeded, result.Output is not null);
        var events = host.Log(context);
        RunInvariants.Check(events);
        var terminal = Assert.IsAssignableFrom<AgentTerminalEvent>(events[^1]);
        Assert.Equal(outcome.Terminal, terminal.GetType());
        Assert.Equal(result.Error, terminal.Error);
        Assert.Equal(result.Duration, terminal.Duration);
        Assert.Equal(result.ExecutionId, terminal.ExecutionId);
        Assert.Equal(0, host.Meters.Sum(TestMeters.LiveRuns));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Effects_AfterEveryOutcome_AreRefusedAndLeaveNoTrace(string name)
    {
        var outcome = Outcomes.All[name];
        using var stage = new Stage();
        await using var host = Host(outcome, stage);
        var context = host.Context();
        var result = await RunAsync(host, context, outcome, stage);
        var before = host.Log(context);

        Assert.Empty(await stage.WakeGhostAsync());

        Assert.Equal(before, host.Log(context));
        Assert.True(host.Meters.Sum(TestMeters.FencedEffects) > 0);
        Assert.Null(await host.State.GetAsync(host.Context(), StateScope.User, Zombie.StateName));
        await AssertRecordedAsync(host, context, outcome, result);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task LateResult_AfterEveryOutcome_IsDiscardedAndCounted(string name)
    {
        var outcome = Outcomes.All[name];
        using var stage = new Stage();
        await using var host = Host(outcome, stage);
        var context = host.Context();
        var result = await RunAsync(host, context, outcome, stage);
        var before = host.Log(context);
        Assert.Equal(0, outcome.HasLateResult ? host.Meters.Sum(TestMeters.LateResults) : 0);

        stage.Release();
        await host.Meters.ReachedAsync(TestMeters.LateResults, outcome.HasLateResult ? 1 : 0);

        Assert.Equal(before, host.Log(context));
        await AssertRecordedAsync(host, context, outcome, result);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EnsureSuccess_EveryOutcome_GivesTheOutputOrThrowsWithTheResult(string name)
    {
        var outcome = Outcomes.All[name];
        using var stage = new Stage();
        await using var host = Host(outcome, stage);

        var result = await RunAsync(host, host.Context(), outcome, stage);

        if (result.Succeeded)
        {
            Assert.Same(result.Output, result.EnsureSuccess());
            return;
        }

        var thrown = Assert.Throws<AgentExecutionException>(result.EnsureSuccess);
        Assert.Same(result, thrown.Result);
        Assert.Same(result.Exception, thrown.InnerException);
        Assert.Contains(outcome.Code!, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_AgentThrows_KeepsTheExceptionForTheHostAndItsMessageOutOfEvents()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", AgentOutput (_, _) => throw new FormatException("secret")));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("subject", context, "input");

        Assert.IsType<FormatException>(result.Exception);
        Assert.Equal("Agent 'subject' threw FormatException.", result.Error!.Message);
        Assert.DoesNotContain(host.Log(context), item => System.Text.Json.JsonSerializer.Serialize(item).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_DegradedOutputWithUsage_IsMarkedAndPassedThrough()
    {
        var usage = new TokenUsage(3, 5);
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) => AgentOutput.FromText("guess") with { IsDegraded = true, Usage = usage }));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("subject", context, "input");

        Assert.True(result.EnsureSuccess().IsDegraded);
        Assert.Equal(usage, result.Usage);
        var completed = Assert.IsType<AgentCompleted>(host.Log(context)[^1]);
        Assert.True(completed.IsDegraded);
        Assert.Equal(usage, completed.Usage);
        Assert.Equal("guess", completed.Output.AsString());
    }

    [Fact]
    public async Task ExecuteAsync_UnknownAgent_ThrowsAndListsThoseThatThereAre()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) => AgentOutput.FromText("")));
        var context = host.Context();

        var thrown = await Assert.ThrowsAsync<UnknownAgentException>(async () => await host.Core.ExecuteAsync("nobody\n", context, "input"));

        Assert.Equal("There is no agent 'nobody\\u000A'. Registered: echo, subject.", thrown.Message);
        Assert.True((await host.Core.ExecuteAsync("subject", context, "input")).Succeeded);
    }

    private static TestHost Host(Outcome outcome, Stage stage) => new(builder => builder
        .AddTool("forbidden", "Needs what nobody grants.", () => "", tool => tool.RequirePermission("other"))
        .AddAgent("subject", (execution, cancellationToken) =>
        {
            stage.Haunt(execution);
            return outcome.Agent(execution, stage, cancellationToken);
        }, outcome.Timeouts));

    /// <summary>A host that has stopped gives nothing any more, also nothing of before.</summary>
    private static async Task AssertRecordedAsync(TestHost host, UserExecutionContext context, Outcome outcome, AgentExecutionResult result)
    {
        if (outcome.Code != "shutting_down")
        {
            Assert.Same(result, await host.Core.ExecuteAsync("subject", context, "input"));
        }
    }

    private static async Task<AgentExecutionResult> RunAsync(TestHost host, UserExecutionContext context, Outcome outcome, Stage stage)
    {
        var running = host.Core.ExecuteAsync("subject", context, "input", stage.Caller.Token).AsTask();
        if (outcome.During is { } during)
        {
            await stage.Reached;
            host.AssertLive(context);
            during(host, context, stage);
        }

        return await running;
    }
}
