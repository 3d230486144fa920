using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class WaitExpiryTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Wait_ThatNobodyAnswersInTime_TakesTheRunOnByItself()
    {
        await using var host = Host(workflow => workflow
            .Wait("ask", configure: wait => wait.WithTimeout(Hour).ContinueOnFailure())
            .Function("report", value => value, step => step.Input(from => from.Failures)));
        var context = host.Context();
        var wait = (await host.Workflows.ExecuteAsync("test", context, "x")).Waits.Single();

        host.Clock.Advance(Hour - TimeSpan.FromTicks(1));
        Assert.Equal(wait, Assert.Single(await host.Workflows.ListWaitsAsync(host.Context(), context.RunId)));
        host.Clock.Advance(TimeSpan.FromTicks(1));

        var events = await host.EventsAsync(context, context.RunId, 5).Soon();
        RunInvariants.Check(host.Log(context));
        Assert.Equal("""[{"step":"ask","code":"wait_expired","message":"Nobody answered step 'ask' in time."}]""", Assert.IsType<WorkflowCompleted>(events[^1]).Output.Text);
        Assert.Equal(AgentErrorCodes.NotFound, (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "late")).Error?.Code);
    }

    [Fact]
    public async Task Wait_ThatExpiresWhileAnotherBranchRuns_FailsThen()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(
            workflow => workflow.Parallel("both", both => both
                .Branch("ask", ask => ask.Wait("question", configure: wait => wait.WithTimeout(Hour)))
                .Branch("work", work => work.Agent("hang"))),
            builder => builder.AddAgent("hang", async (_, cancellationToken) =>
            {
                hangs.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return AgentOutput.FromText("never");
            }));
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await hangs.Task.Soon();
        Assert.Contains("question waits", host.Steps(context));

        host.Clock.Advance(Hour);

        Assert.Equal(AgentErrorCodes.WaitExpired, (await running.Soon()).Error?.Code);
    }

    [Fact]
    public async Task Wait_AnsweredOrCancelled_LeavesNoAlarm()
    {
        await using var host = Host(workflow => workflow.Wait("ask", configure: wait => wait.WithTimeout(Hour)));
        var (answered, cancelled) = (host.Context(), host.Context());
        var wait = (await host.Workflows.ExecuteAsync("test", answered, "x")).Waits.Single();
        await host.Workflows.ExecuteAsync("test", cancelled, "x");

        Assert.True((await host.Workflows.ResumeAsync(host.Context(), answered.RunId, wait.WaitId, "yes")).Succeeded);
        Assert.True(await host.Workflows.CancelAsync(host.Context(), cancelled.RunId));
        host.Clock.Advance(Hour * 2);

        Assert.IsType<WorkflowCompleted>(host.Log(answered)[^1]);
        Assert.IsType<WorkflowSuspended>(host.Log(cancelled)[^1]);
        Assert.Equal(ExecutionStatus.Rejected, (await host.Workflows.ResumeAsync(host.Context(), cancelled.RunId)).Status);
    }

    private static TestHost Host(Action<WorkflowBuilder> build, Action<INetraAgentsBuilder>? register = null) => new(
        builder =>
        {
            builder.AddWorkflow("test", build);
            register?.Invoke(builder);
        },
        options => options.RunRetention = TimeSpan.FromHours(12));
}
