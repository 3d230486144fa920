using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>What the simulation of processes that share a store has found, each told alone.</summary>
public sealed class ManyProcessesTests : IDisposable
{
    private readonly InMemoryStateStore _store = new();
    private readonly Stage _stage = new();
    private int _ran;

    public void Dispose()
    {
        _stage.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task CancelAsync_RunLiveInAnotherProcess_NothingOfItGoesOnAndNothingIsLeft()
    {
        await using var live = Host(HangAndCount);
        await using var other = Host(HangAndCount);
        var context = live.Context();
        var running = live.Workflows.ExecuteAsync("test", context, "x").Soon();
        await _stage.Reached.Soon();

        Assert.True(await other.Workflows.CancelAsync(other.Context(), context.RunId));
        _stage.Release();

        Assert.Equal(AgentErrorCodes.Superseded, (await running).Error?.Code);
        Assert.Equal(0, _ran);
        Assert.Equal(AgentErrorCodes.NotFound, (await other.Workflows.ResumeAsync(other.Context(), context.RunId)).Error?.Code);
        Assert.Equal(0, await CheckpointsAsync(context));
    }

    [Fact]
    public async Task CancelAsync_StepThatBlocksItsThread_NoOtherProcessCanTakeTheRunOn()
    {
        Action<WorkflowBuilder> blocking = workflow => workflow
            .Function("block", value =>
            {
                _stage.Reach();
                _stage.Block.Wait();
                return value;
            });
        await using var live = Host(blocking);
        await using var other = Host(blocking);
        var context = live.Context();
        var running = live.Workflows.ExecuteAsync("test", context, "x").Soon();
        await _stage.Reached.Soon();

        Assert.True(await live.Workflows.CancelAsync(live.Context(), context.RunId));

        // The attempt can't have cleared up: as if the process ended now.
        Assert.Equal(AgentErrorCodes.NotFound, (await other.Workflows.ResumeAsync(other.Context(), context.RunId)).Error?.Code);
        Assert.Equal(AgentErrorCodes.RunCancelled, (await running).Error?.Code);
        Assert.Equal(0, await CheckpointsAsync(context));
    }

    [Fact]
    public async Task WaitThatExpires_RunTakenOnByAnotherProcess_DoesNotTakeItBack()
    {
        Action<WorkflowBuilder> waiting = workflow => workflow.Parallel("both", both => both
            .Branch("a", one => one.Wait("expires", configure: wait => wait.WithTimeout(TimeSpan.FromHours(1))))
            .Branch("b", one => one.Wait("answered").Function("work", async (step, _) =>
            {
                Interlocked.Increment(ref _ran);
                await _stage.HangAsync();
                return step.Input;
            })));
        await using var first = Host(waiting);
        await using var second = Host(waiting);
        var context = first.Context();
        var suspended = await first.Workflows.ExecuteAsync("test", context, "x");
        var running = second.Workflows.ResumeAsync(second.Context(), context.RunId, suspended.Waits.Single(wait => wait.Step == "answered").WaitId, "yes").Soon();
        await _stage.Reached.Soon();

        // The alarm looks at the store in the call of the clock, and would begin its attempt there.
        first.Clock.Advance(TimeSpan.FromHours(2));

        _stage.Release();
        Assert.Equal(ExecutionStatus.Completed, (await AnswerAsync(second, context, await running)).Status);
        Assert.Equal(1, _ran);
    }

    [Fact]
    public async Task ResumeAsync_StoppedHereAfterItWasTakenOverElsewhere_GoesOn()
    {
        Action<WorkflowBuilder> waiting = workflow => workflow.Agent("hang").Wait("ask");
        await using var first = Host(waiting);
        await using var second = Host(waiting);
        var context = first.Context();
        using var giveUp = new CancellationTokenSource();
        var running = first.Workflows.ExecuteAsync("test", context, "x", giveUp.Token).Soon();
        await _stage.Reached.Soon();
        _stage.Release();
        var taken = await second.Workflows.ResumeAsync(second.Context(), context.RunId).Soon();
        Assert.Equal(ExecutionStatus.Suspended, taken.Status);
        await giveUp.CancelAsync();
        var stopped = await running;
        Assert.NotEqual(ExecutionStatus.Suspended, stopped.Status);

        Assert.Equal("yes", (await first.Workflows.ResumeAsync(first.Context(), context.RunId, taken.Waits.Single().WaitId, "yes").Soon()).EnsureSuccess().Text);
        Assert.Equal(0, await CheckpointsAsync(context));
    }

    private static async Task<AgentExecutionResult> AnswerAsync(TestHost host, UserExecutionContext context, AgentExecutionResult suspended) =>
        await host.Workflows.ResumeAsync(host.Context(), context.RunId, suspended.Waits.Single().WaitId, "yes").Soon();

    private void HangAndCount(WorkflowBuilder workflow) => workflow
        .Function("hang", async (step, _) =>
        {
            await _stage.HangAsync();
            return step.Input;
        })
        .Function("count", value =>
        {
            Interlocked.Increment(ref _ran);
            return value;
        });

    private TestHost Host(Action<WorkflowBuilder> build) => new(builder =>
    {
        builder.AddAgent("hang", async (execution, cancellationToken) =>
        {
            // The first process hangs for good; the next one is let through.
            if (Interlocked.Increment(ref _ran) == 1)
            {
                _stage.Reach();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return AgentOutput.FromValue(execution.Input);
        });
        builder.AddWorkflow("test", build);
        builder.Services.AddSingleton<IStateStore>(_store);
    });

    private async Task<int> CheckpointsAsync(UserExecutionContext context)
    {
        var left = 0;
        await foreach (var record in _store.ExportAsync(context.Owner, CancellationToken.None))
        {
            left += record.Key.Scope == StateScope.Workflow ? 1 : 0;
        }

        return left;
    }
}
