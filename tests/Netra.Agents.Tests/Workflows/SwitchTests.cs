using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class SwitchTests
{
    [Theory]
    [InlineData("long", "long-check-do")]
    [InlineData("short", "short-do")]
    [InlineData("none", "none")]
    public async Task ExecuteAsync_StepThatStandsInSeveralCases_RunsOnceAndIsReadByItsName(string input, string output)
    {
        await using var host = Host(TwoWays);
        var context = host.Context();

        var result = await host.Workflows.ExecuteAsync("test", context, input);

        Assert.Equal(output, result.EnsureSuccess().Text);
        Assert.Equal(output.EndsWith("do", StringComparison.Ordinal) ? 1 : 0, host.Steps(context).Count(step => step == "do completed"));
        Assert.Equal(["way", "check", "do", "last"], host.Workflows.GetDefinition("test").StepNames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Build_OneNameForTwoStepsThatMayBothRun_IsRefused(bool sideBySide)
    {
        var e = Assert.Throws<WorkflowDefinitionException>(() => WorkflowDefinition.Create("test", workflow => _ = sideBySide
            ? workflow.Parallel("both", both => both.Branch("a", a => a.Agent("echo")).Branch("b", b => b.Agent("echo")))
            : workflow.Agent("echo").Switch(from => from.Input, on => on.Case("a", a => a.Agent("echo")))));

        Assert.Contains("'echo' stands for 2 steps", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OneNameForDifferentThingsInCases_IsRefused()
    {
        var e = Assert.Throws<WorkflowDefinitionException>(() => WorkflowDefinition.Create("test", workflow => workflow.Switch(from => from.Input, on => on
            .Case("a", a => a.Agent("do", "one"))
            .Case("b", b => b.Agent("do", "other")))));

        Assert.Contains("'do' stands for different things", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResumeAsync_AfterASwitch_UndoesOnlyWhatItsCaseDid()
    {
        var undone = new List<string>();
        await using var host = Host(workflow => workflow
            .Loop("twice", 2, turn => turn
                .Switch("way", from => from.Current.AsString(), on => on
                    .Case("go", a => a.Function("do", _ => "again", step => step.Undo(undo => undo.Function("undo do", _ => Note("first")))))
                    .Default(b => b.Function("do", _ => "end", step => step.Undo(undo => undo.Function("undo do", _ => Note("second")))))), from => from.Output("do").Is("end"))
            .Wait("ask")
            .Function("fail", (_, _) => throw new InvalidOperationException()));
        var context = host.Context();
        var wait = (await host.Workflows.ExecuteAsync("test", context, "go")).Waits[0];

        var result = await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "yes");

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal(["second", "first"], undone);

        ContextValue Note(string what)
        {
            undone.Add(what);
            return default;
        }
    }

    [Fact]
    public async Task ResumeAsync_AfterASwitchThatCouldNotReadItsValue_GoesOn()
    {
        await using var host = Host(workflow => workflow
            .Switch("way", from => from.Input["missing"].AsString(), on => on.ContinueOnFailure().Case("a", a => a.Function("do", value => value)))
            .ForEach("each", from => from.Input["missing"].AsList(), item => item.Function("one", value => value), configure: step => step.ContinueOnFailure())
            .Wait("ask")
            .Function("last", value => value, step => step.Input(from => from.Failures)));
        var context = host.Context();
        var wait = (await host.Workflows.ExecuteAsync("test", context, "x")).Waits[0];

        var result = await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "yes");

        Assert.Equal(["way", "each"], result.EnsureSuccess().Value.Items.Select(failure => failure["step"].AsString()));
    }

    [Fact]
    public async Task Outputs_OfSeveralSteps_IsAMapOfThoseThatThereAre()
    {
        await using var host = Host(workflow => workflow
            .Function("one", _ => 1)
            .Function("two", _ => 2, step => step.When(from => from.Input.Is("both")))
            .Function("last", value => value, step => step.Input(from => from.Outputs("two", "one"))));

        Assert.Equal("""{"two":2,"one":1}""", (await host.Workflows.ExecuteAsync("test", host.Context(), "both")).EnsureSuccess().Text);
        Assert.Equal("""{"one":1}""", (await host.Workflows.ExecuteAsync("test", host.Context(), "one")).EnsureSuccess().Text);
        Assert.Throws<WorkflowDefinitionException>(() => WorkflowDefinition.Create("test", workflow => workflow.Agent("a", step => step.Input(from => from.Outputs("b")))));
    }

    private static void TwoWays(WorkflowBuilder workflow) => workflow
        .Switch("way", from => from.Input, on => on
            .Case("long", then => then.Function("check", value => $"{value.Text}-check").Function("do", value => $"{value.Text}-do"))
            .Case("short", then => then.Function("do", value => $"{value.Text}-do")))
        .Function("last", value => value, step => step.Input(from => from.Output("do").Or("none")));

    private static TestHost Host(Action<WorkflowBuilder> build) => new(builder => builder.AddWorkflow("test", build));
}
