using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class ResumeTests
{
    [Fact]
    public async Task ResumeAsync_AfterAWait_GoesOnInTheSameLogAndRunsNothingTwice()
    {
        var ran = 0;
        await using var host = Host(workflow => workflow
            .Function("before", value => $"{value.AsString()}{Interlocked.Increment(ref ran)}")
            .Wait("ask", from => from.Literal("sure?"))
            .Function("after", value => value, step => step.Input(from => from.List(from.Output("before"), from.Output("ask")))));
        var context = host.Context();

        var suspended = await host.Workflows.ExecuteAsync("test", context, "x");

        Assert.Equal(ExecutionStatus.Suspended, suspended.Status);
        var wait = Assert.Single(suspended.Waits);
        Assert.Equal(("ask", "sure?"), (wait.Step, wait.Prompt.AsString()));
        Assert.IsType<WorkflowSuspended>(host.Log(context)[^1]);

        var result = await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "yes");

        Assert.Equal("""["x1","yes"]""", result.EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
        Assert.Equal(
            ["before started", "before completed", "ask started", "ask waits", "ask started", "ask completed", "after started", "after completed"],
            host.Steps(context));
        Assert.Equal(AgentErrorCodes.NotFound, (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "no")).Error?.Code);
        Assert.Equal("""["x1","yes"]""", (await host.Workflows.ResumeAsync(host.Context(), context.RunId)).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ResumeAsync_OfAnotherOwnersWait_IsAsIfThereWereNone()
    {
        await using var host = Host(workflow => workflow.Wait("ask"));
        var context = host.Context("alice");
        var wait = (await host.Workflows.ExecuteAsync("test", context, "x")).Waits[0];

        var byAnother = await host.Workflows.ResumeAsync(host.Context("bob"), context.RunId, wait.WaitId, "mine");
        var ofNone = await host.Workflows.ResumeAsync(host.Context("bob"), RunId.New(), wait.WaitId, "mine");

        Assert.Equal(ofNone.Error!.Code, byAnother.Error!.Code);
        Assert.Equal(ExecutionStatus.Rejected, (await host.Workflows.ResumeAsync(host.Context("bob"), context.RunId)).Status);
        Assert.False(await host.Workflows.CancelAsync(host.Context("bob"), context.RunId));
        Assert.Empty(await host.Workflows.ListWaitsAsync(host.Context("bob"), context.RunId));
        Assert.Equal(wait, Assert.Single(await host.Workflows.ListWaitsAsync(host.Context("alice"), context.RunId)));
        Assert.Equal("yes", (await host.Workflows.ResumeAsync(host.Context("alice"), context.RunId, wait.WaitId, "yes")).EnsureSuccess().Text);
    }

    private static TestHost Host(Action<WorkflowBuilder> build) => new(builder => builder.AddWorkflow("test", build));
}
