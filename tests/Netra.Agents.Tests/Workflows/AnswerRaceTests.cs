using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>More than one who wants to take a run on.</summary>
public sealed class AnswerRaceTests : IDisposable
{
    private readonly Stage _stage = new();
    private int _asked;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task ResumeAsync_AnsweredWhileTheAnswerIsWorkedOn_OneCountsAndTheOtherIsToldSo()
    {
        await using var host = Host(workflow => workflow.Wait("ask").Agent("hang"));
        var (context, wait) = await SuspendedAsync(host);
        var first = host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "one").AsTask();
        await _stage.Reached.Soon();

        Assert.Equal(AgentErrorCodes.AlreadyAnswered, (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "two")).Error?.Code);
        Assert.Equal(AgentErrorCodes.AlreadyAnswered, (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "one")).Error?.Code);

        _stage.Release();
        Assert.Equal("one", (await first.Soon()).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ResumeAsync_ManyAnswersAtOnce_ExactlyOneCounts()
    {
        await using var host = Host(workflow => workflow.Wait("ask").Function("count", value =>
        {
            Interlocked.Increment(ref _asked);
            return value;
        }));
        var (context, wait) = await SuspendedAsync(host);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, $"{i}"))));

        Assert.Equal(1, _asked);
        var winner = Assert.Single(results, result => result.Succeeded);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Contains(result.Error?.Code, (string[])[AgentErrorCodes.AlreadyAnswered, AgentErrorCodes.NotFound]));
        Assert.Equal(winner.Output!.Text, Assert.IsType<WorkflowCompleted>(host.Log(context)[^1]).Output.Text);
    }

    [Fact]
    public async Task ResumeAsync_AnswerBeforeTheRunIsSuspended_IsTakenByTheLiveAttempt()
    {
        await using var host = Host(workflow => workflow.Parallel("both", both => both.Branch("a", a => a.Wait("ask")).Branch("b", b => b.Agent("hang"))));
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await _stage.Reached.Soon();
        var wait = Assert.Single(await host.Workflows.ListWaitsAsync(host.Context(), context.RunId));

        var answering = host.Workflows.ResumeAsync(host.Context(), context.RunId, wait.WaitId, "yes").AsTask();
        _stage.Release();

        Assert.Equal("""{"a":"yes","b":"x"}""", (await answering.Soon()).EnsureSuccess().Text);
        Assert.Equal("""{"a":"yes","b":"x"}""", (await running.Soon()).EnsureSuccess().Text);
        Assert.DoesNotContain(host.Log(context), item => item is WorkflowSuspended);
        Assert.Single(host.Log(context), item => item is WorkflowStarted);
    }

    [Fact]
    public async Task ResumeAsync_AnswerOfAnotherOwner_ChangesNothing()
    {
        await using var host = Host(workflow => workflow.Wait("ask"));
        var (context, wait) = await SuspendedAsync(host);
        var before = host.Log(context).Count;

        var mallory = await host.Workflows.ResumeAsync(host.Context("mallory"), context.RunId, wait, "mine");

        Assert.Equal(AgentErrorCodes.NotFound, mallory.Error?.Code);
        Assert.False(await host.Workflows.CancelAsync(host.Context("mallory"), context.RunId));
        Assert.Empty(await host.Workflows.ListWaitsAsync(host.Context("mallory"), context.RunId));
        Assert.Equal(before, host.Log(context).Count);
        Assert.Equal("yes", (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "yes")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ResumeAsync_RunThatIsUnderWay_IsRejected()
    {
        await using var host = Host(workflow => workflow.Agent("hang"));
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await _stage.Reached.Soon();

        Assert.Equal(AgentErrorCodes.RunInProgress, (await host.Workflows.ResumeAsync(host.Context(), context.RunId)).Error?.Code);

        _stage.Release();
        Assert.True((await running.Soon()).Succeeded);
    }

    [Fact]
    public async Task CancelAsync_AgainstAnAnswer_TheRunEndsOnceAndNothingIsLeft()
    {
        for (var i = 0; i < 50; i++)
        {
            await using var host = Host(workflow => workflow.Wait("ask").Function("work", value => value));
            var (context, wait) = await SuspendedAsync(host);

            var answer = Task.Run(async () => await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "yes"));
            var cancel = Task.Run(async () => await host.Workflows.CancelAsync(host.Context(), context.RunId));
            var result = await answer.Soon();
            var cancelled = await cancel.Soon();

            Assert.True(
                (result.Succeeded && !cancelled) || (cancelled && (result.Status == ExecutionStatus.Cancelled || result.Error?.Code == AgentErrorCodes.NotFound)),
                $"{result}, {(cancelled ? "cancelled" : "not cancelled")}");
            Assert.Empty(await host.Workflows.ListWaitsAsync(host.Context(), context.RunId));
            Assert.Equal(AgentErrorCodes.NotFound, (await host.Workflows.ResumeAsync(host.Context(), context.RunId, wait, "again")).Error?.Code);
        }
    }

    private static async Task<(UserExecutionContext Context, WaitId Wait)> SuspendedAsync(TestHost host)
    {
        var context = host.Context();
        var suspended = await host.Workflows.ExecuteAsync("test", context, "x");
        return (context, suspended.Waits.Single().WaitId);
    }

    private TestHost Host(Action<WorkflowBuilder> build) => new(builder => builder
        .AddAgent("hang", async (execution, _) =>
        {
            await _stage.HangAsync();
            return AgentOutput.FromValue(execution.Input);
        })
        .AddWorkflow("test", build));
}
