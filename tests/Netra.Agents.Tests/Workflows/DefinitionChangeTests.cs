using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>A run was suspended; the host that goes on has another definition.</summary>
public sealed class DefinitionChangeTests : IDisposable
{
    private static readonly Dictionary<string, Action<WorkflowBuilder>> Fitting = new()
    {
        ["the same"] = Former,
        ["a step more at the end"] = workflow => Add(workflow.Agent("one", "echo"), "two").Wait("ask").Agent("last", "echo").Agent("more", "echo"),
        ["a step more before what was done"] = workflow => Add(workflow.Agent("zero", "echo").Agent("one", "echo"), "two").Wait("ask").Agent("last", "echo"),
        ["a step less that had not begun"] = workflow => Add(workflow.Agent("one", "echo"), "two").Wait("ask"),
        ["another kind of step that had not begun"] = workflow => Add(workflow.Agent("one", "echo"), "two").Wait("ask").Function("last", value => value),
        ["another policy"] = workflow => Add(workflow.Agent("one", "echo", step => step.WithTimeout(TimeSpan.FromHours(1))), "two").Wait("ask").Agent("last", "echo"),
    };

    private static readonly Dictionary<string, (Action<WorkflowBuilder> Build, string Words)> Changed = new()
    {
        ["a finished step is gone"] = (workflow => Add(workflow, "two").Wait("ask").Agent("last", "echo"), "step 'one' is gone"),
        ["a finished step has another name"] = (workflow => Add(workflow.Agent("uno", "echo"), "two").Wait("ask").Agent("last", "echo"), "step 'one' is gone"),
        ["a finished step is of another kind"] = (workflow => Add(workflow.Function("one", value => value), "two").Wait("ask").Agent("last", "echo"), "step 'one' was "),
        ["a finished step has another agent"] = (workflow => Add(workflow.Agent("one", "other"), "two").Wait("ask").Agent("last", "echo"), "step 'one' was "),
        ["a step inside has another name"] = (workflow => Add(workflow.Agent("one", "echo"), "zwei").Wait("ask").Agent("last", "echo"), "step 'turn/two' is gone"),
        ["the wait is gone"] = (workflow => Add(workflow.Agent("one", "echo"), "two").Agent("last", "echo"), "step 'ask' is gone"),
    };

    private readonly InMemoryStateStore _store = new();

    public static TheoryData<string> FittingNames => [.. Fitting.Keys];

    public static TheoryData<string> ChangedNames => [.. Changed.Keys];

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(FittingNames))]
    public async Task ResumeAsync_DefinitionThatStillFits_GoesOn(string name)
    {
        var (context, wait) = await SuspendedAsync();
        await using var second = Host(Fitting[name]);

        var result = await second.Workflows.ResumeAsync(second.Context(), context.RunId, wait, "yes");

        Assert.Equal("yes", result.EnsureSuccess().Text);
        Assert.DoesNotContain("one started", second.Steps(context));
        Assert.Equal(name.Contains("before", StringComparison.Ordinal), second.Steps(context).Contains("zero completed"));
    }

    [Theory]
    [MemberData(nameof(ChangedNames))]
    public async Task ResumeAsync_DefinitionThatDoesNotFit_IsRefusedAndLeavesTheRunToTheFormerOne(string name)
    {
        var (context, wait) = await SuspendedAsync();
        await using (var second = Host(Changed[name].Build))
        {
            var refused = await second.Workflows.ResumeAsync(second.Context(), context.RunId, wait, "yes");
            Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.DefinitionChanged), (refused.Status, refused.Error?.Code));
            Assert.Contains(Changed[name].Words, refused.Error!.Message, StringComparison.Ordinal);
            Assert.Empty(second.Steps(context));
        }

        await using var third = Host(Former);
        Assert.Equal("yes", (await third.Workflows.ResumeAsync(third.Context(), context.RunId)).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ResumeAsync_WorkflowThatIsNotRegisteredAnyMore_IsRefusedAndLeavesTheRun()
    {
        var (context, wait) = await SuspendedAsync();
        await using var second = new TestHost(builder => builder.Services.AddSingleton<IStateStore>(_store));

        Assert.Equal(AgentErrorCodes.DefinitionChanged, (await second.Workflows.ResumeAsync(second.Context(), context.RunId, wait, "yes")).Error?.Code);

        await using var third = Host(Former);
        Assert.True((await third.Workflows.ResumeAsync(third.Context(), context.RunId)).Succeeded);
    }

    private static void Former(WorkflowBuilder workflow) => Add(workflow.Agent("one", "echo"), "two").Wait("ask").Agent("last", "echo");

    private static WorkflowBuilder Add(WorkflowBuilder workflow, string inner) =>
        workflow.Loop("turn", 2, body => body.Agent(inner, "echo"), from => from.Index.Is(1));

    private async Task<(UserExecutionContext Context, WaitId Wait)> SuspendedAsync()
    {
        await using var first = Host(Former);
        var context = first.Context();
        var suspended = await first.Workflows.ExecuteAsync("test", context, "x");
        return (context, suspended.Waits.Single().WaitId);
    }

    private TestHost Host(Action<WorkflowBuilder> build) => new(builder =>
    {
        builder.Services.AddSingleton<IStateStore>(_store);
        builder.AddAgent("other", (execution, _) => AgentOutput.FromValue(execution.Input));
        builder.AddWorkflow("test", build);
    });
}
