using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class UndoTests
{
    private readonly List<string> _undone = [];

    [Fact]
    public async Task ExecuteAsync_StepThatFails_UndoesWhatWasDoneTheLastFirstWithItsOutput()
    {
        await using var host = Host(workflow => Do(Do(Do(workflow, "a"), "b"), "c").Function("fail", Fail));

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal(AgentErrorCodes.StepThrew, result.Error?.Code);
        Assert.Equal(["c of x+a+b+c", "b of x+a+b", "a of x+a"], _undone);
    }

    [Fact]
    public async Task ExecuteAsync_StepThatFails_UndoesThroughLoopsListsAndSubWorkflows()
    {
        await using var host = Host(
            workflow => Do(workflow, "first")
                .Loop("turn", 2, body => Do(body, "again"), from => from.Index.Is(1))
                .ForEach("all", from => from.Literal(ContextValue.List("i", "j")), body => Do(body, "item"))
                .Workflow("in", "sub")
                .Function("fail", Fail),
            sub => Do(sub, "inner"));

        await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal(
            ["inner of [\"i+item\",\"j+item\"]+inner", "item of j+item", "item of i+item", "again of x+first+again+again", "again of x+first+again", "first of x+first"], _undone);
    }

    [Fact]
    public async Task ExecuteAsync_UndoThatFails_DoesNotKeepTheOthersAndIsTold()
    {
        await using var host = Host(workflow => Do(workflow, "a")
            .Function("b", value => value, step => step.Undo(undo => undo.Function("break", Fail)))
            .Function("fail", Fail));

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal(["a of x+a"], _undone);
        Assert.Equal("Step 'fail' failed: Step 'fail' threw InvalidOperationException. Undoing step 'b' failed too.", result.Error?.Message);
    }

    [Fact]
    public async Task ExecuteAsync_FailureThatIsPassedOver_UndoesNothing()
    {
        await using var host = Host(workflow => Do(workflow, "a").Function("fail", Fail, step => step.ContinueOnFailure()));

        Assert.True((await host.Workflows.ExecuteAsync("test", host.Context(), "x")).Succeeded);

        Assert.Empty(_undone);
    }

    [Fact]
    public async Task ExecuteAsync_StepThatFailedOrWasLeftOut_IsNotUndone()
    {
        await using var host = Host(workflow => Do(workflow, "a")
            .Function("skipped", value => value, step => step.When(from => from.Input.Is("never")).Undo(undo => undo.Function("undo skipped", Note)))
            .Function("failed", Fail, step => step.Undo(undo => undo.Function("undo failed", Note))));

        await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal(["a of x+a"], _undone);
    }

    [Fact]
    public async Task CancelAsync_OfASuspendedRun_UndoesNothing()
    {
        await using var host = Host(workflow => Do(workflow, "a").Wait("ask"));
        var context = host.Context();
        await host.Workflows.ExecuteAsync("test", context, "x");

        Assert.True(await host.Workflows.CancelAsync(host.Context(), context.RunId));

        Assert.Empty(_undone);
    }

    [Fact]
    public async Task ResumeAsync_InAnotherHostThatFails_UndoesWhatTheFirstDid()
    {
        using var store = new InMemoryStateStore();
        Action<WorkflowBuilder> build = workflow => Do(Do(workflow, "a"), "b").Wait("ask").Function("fail", Fail);
        await using var first = Host(build, store: store);
        await using var second = Host(build, store: store);
        var context = first.Context();
        var wait = (await first.Workflows.ExecuteAsync("test", context, "x")).Waits[0];

        var result = await second.Workflows.ResumeAsync(second.Context(), context.RunId, wait.WaitId, "yes");

        Assert.Equal(AgentErrorCodes.StepThrew, result.Error?.Code);
        Assert.Equal(["b of x+a+b", "a of x+a"], _undone);
    }

    private static ContextValue Fail(ContextValue value) => throw new InvalidOperationException();

    private ContextValue Note(ContextValue value)
    {
        _undone.Add(value.Text);
        return value;
    }

    private WorkflowBuilder Do(WorkflowBuilder workflow, string name) =>
        workflow.Function(name, value => $"{value.Text}+{name}", step => step.Undo(undo => undo.Function($"undo {name}", output => Note($"{name} of {output.Text}"))));

    private static TestHost Host(Action<WorkflowBuilder> build, Action<WorkflowBuilder>? sub = null, IStateStore? store = null) => new(builder =>
    {
        builder.AddWorkflow("test", build);
        builder.AddWorkflow("sub", sub ?? (workflow => workflow.Agent("echo")));
        if (store is not null)
        {
            builder.Services.AddSingleton(store);
        }
    });
}
