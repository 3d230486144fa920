using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class StepKindTests
{
    [Fact]
    public async Task ExecuteAsync_Sequence_PassesEachOutputOnAndTellsEachStep()
    {
        await using var host = Host(workflow => workflow
            .Agent("first", "append", step => step.Input(from => from.Map(("to", from.Input), ("text", from.Literal("a")))))
            .Tool("second", "echo", step => step.Input(from => from.Map(("text", from.Output("first")))))
            .Function("third", value => value.AsString() + "c"));
        var context = host.Context();

        var result = await host.Workflows.ExecuteAsync("test", context, "x");

        Assert.Equal("xac", result.EnsureSuccess().Text);
        Assert.Equal(["first started", "first completed", "second started", "second completed", "third started", "third completed"], host.Steps(context));
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.IsType<WorkflowStarted>(events[0]);
        Assert.Equal("xac", Assert.IsType<WorkflowCompleted>(events[^1]).Output.AsString());
    }

    [Fact]
    public async Task ExecuteAsync_ParallelAll_GivesAMapAndItsOutputsCanBeReadAfterwards()
    {
        await using var host = Host(workflow => workflow
            .Parallel("both", both => both
                .Branch("left", left => left.Function("l", value => value.AsString() + "l"))
                .Branch("right", right => right.Agent("r", "append", step => step.Input(from => from.Map(("to", from.Current), ("text", from.Literal("r")))))))
            .Function("join", value => value, step => step.Input(from => from.List(from.Output("l"), from.Output("r"), from.Output("both")["left"]))));

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal("""["xl","xr","xl"]""", result.EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_ParallelFirstSuccess_StopsTheRestAndGivesTheWinner()
    {
        using var stage = new Stage();
        await using var host = Host(
            workflow => workflow.Parallel("race", race => race.Join(WorkflowJoin.FirstSuccess)
                .Branch("slow", slow => slow.Agent("hang"))
                .Branch("bad", bad => bad.Function("throws", _ => throw new InvalidOperationException()))
                .Branch("good", good => good.Function("wins", value => value.AsString() + "!"))),
            builder => builder.AddAgent("hang", async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return AgentOutput.FromText("never");
            }));
        var context = host.Context();

        var result = await host.Workflows.ExecuteAsync("test", context, "x");

        Assert.Equal("x!", result.EnsureSuccess().Text);
        Assert.Contains("throws failed: step_threw", host.Steps(context));
        RunInvariants.Check(host.Log(context));
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("b", "B")]
    [InlineData("c", "other")]
    public async Task ExecuteAsync_Switch_RunsTheOneBranchThatFits(string input, string output)
    {
        await using var host = Host(workflow => workflow.Switch(from => from.Input.AsString(), on => on
            .Case("a", then => then.Function("is a", _ => "A"))
            .Case("b", then => then.Function("is b", _ => "B"))
            .Default(then => then.Function("is other", _ => "other"))));

        Assert.Equal(output, (await host.Workflows.ExecuteAsync("test", host.Context(), input)).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_Loop_RepeatsUntilItHolds()
    {
        await using var host = Host(workflow => workflow
            .Loop("refine", 5, body => body.Function("add", value => value.AsInt64() + 1), from => from.Output("add").Is(3)));
        var context = host.Context();

        Assert.Equal(3, (await host.Workflows.ExecuteAsync("test", context, (ContextValue)0)).EnsureSuccess().Value.AsInt64());
        Assert.Contains("refine[2]/add completed", host.Steps(context));
    }

    [Fact]
    public async Task ExecuteAsync_LoopAtItsBound_Fails()
    {
        await using var host = Host(workflow => workflow
            .Loop("refine", 2, body => body.Function("add", value => value.AsInt64() + 1), from => from.Output("add").Is(3)));

        Assert.Equal(AgentErrorCodes.BoundReached, (await host.Workflows.ExecuteAsync("test", host.Context(), (ContextValue)0)).Error?.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ExecuteAsync_ForEach_KeepsTheOrderOfTheList(int concurrency)
    {
        await using var host = Host(workflow => workflow.ForEach(
            "each", from => from.Input, body => body.Agent("mark", "append", step => step.Input(from => from.Map(("to", from.Item), ("text", from.Literal("!"))))), concurrency));

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), ContextValue.List("a", "b", "c", "d", "e"));

        Assert.Equal("""["a!","b!","c!","d!","e!"]""", result.EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_SubWorkflow_HasOutputsOfItsOwn()
    {
        await using var host = Host(
            workflow => workflow.Function("same", value => value.AsString() + "1").Workflow("inner", "other"),
            builder => builder.AddWorkflow("other", workflow => workflow.Function("same", value => value.AsString() + "2")));
        var context = host.Context();

        Assert.Equal("x12", (await host.Workflows.ExecuteAsync("test", context, "x")).EnsureSuccess().Text);
        Assert.Contains("inner/same completed", host.Steps(context));
    }

    [Fact]
    public async Task ExecuteAsync_HandOff_GivesTheWordToThoseAllowed()
    {
        await using var host = Host(
            workflow => workflow.HandOff("desk", "triage", allow => allow.Allow("triage", "billing").Allow("billing", "boss")),
            Agents);

        Assert.Equal("boss: billing: pay", (await host.Workflows.ExecuteAsync("test", host.Context(), "pay")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_HandOffThatIsNotAllowed_Fails()
    {
        await using var host = Host(workflow => workflow.HandOff("desk", "triage", allow => allow.Allow("triage", "boss")), Agents);

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), "pay");

        Assert.Equal(AgentErrorCodes.AgentNotAllowed, result.Error?.Code);
    }

    [Fact]
    public async Task ExecuteAsync_Supervisor_PlansUntilItIsDone()
    {
        await using var host = Host(
            workflow => workflow.Supervisor("team", "lead", ["append", "broken"]),
            builder => builder
                .AddAgent("broken", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new InvalidOperationException())
                .AddAgent("lead", (execution, _) => execution.Input["round"].AsInt64() switch
                {
                    0 => WorkflowPlan.Next(("append", ContextValue.Map(("to", execution.Input["goal"]), ("text", "1"))), ("broken", "?")).ToOutput(),
                    1 => WorkflowPlan.Next(("append", ContextValue.Map(("to", execution.Input["results"][0]["output"]), ("text", "2")))).ToOutput(),
                    _ => WorkflowPlan.Done(ContextValue.List(execution.Input["results"][2]["output"], execution.Input["results"][1]["code"])).ToOutput(),
                }));

        Assert.Equal("""["x12","agent_failed"]""", (await host.Workflows.ExecuteAsync("test", host.Context(), "x")).EnsureSuccess().Text);
    }

    private static void Agents(INetraAgentsBuilder builder) => builder
        .AddAgent("triage", (execution, _) => AgentOutput.HandOff("billing", execution.Input))
        .AddAgent("billing", (execution, _) => AgentOutput.HandOff("boss", $"billing: {execution.Input.Text}"))
        .AddAgent("boss", (execution, _) => AgentOutput.FromText($"boss: {execution.Input.Text}"));

    private static TestHost Host(Action<WorkflowBuilder> build, Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        builder.AddAgent("append", (execution, _) => AgentOutput.FromText(execution.Input["to"].AsString() + execution.Input["text"].AsString()));
        builder.AddWorkflow("test", build);
        register?.Invoke(builder);
    });
}
