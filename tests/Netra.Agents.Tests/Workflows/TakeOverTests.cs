using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>Two hosts over one store stand for two processes, or for one before and after a restart.</summary>
public sealed class TakeOverTests
{
    [Fact]
    public async Task ResumeAsync_AfterAShutdown_GoesOnInAnotherHostAndMarksTheGap()
    {
        using var store = new InMemoryStateStore();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ran = new List<string>();
        await using var first = Host(store, ran, reached);
        await using var second = Host(store, ran, null);
        var context = first.Context();
        var running = first.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await reached.Task.Soon();
        first.Stop();
        Assert.Equal(AgentErrorCodes.ShuttingDown, (await running.Soon()).Error?.Code);

        var result = await second.Workflows.ResumeAsync(second.Context(), context.RunId);

        Assert.Equal("x+a+b", result.EnsureSuccess().Text);
        Assert.Equal(["a", "b", "b"], ran);
        var events = second.Log(context);
        var gap = Assert.IsType<EventGap>(events[0]);
        Assert.Equal((1, 1L << 32), (gap.FirstSequence, gap.Sequence));
        RunInvariants.Check(events.Skip(1), gap.Sequence);
        Assert.Equal(2, Assert.IsType<WorkflowStarted>(events[1]).Attempt);
        Assert.Empty(await ExportAsync(store, context.Owner));
    }

    [Fact]
    public async Task ResumeAsync_OfARunThatAnotherHostHas_FencesThatHost()
    {
        using var store = new InMemoryStateStore();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ran = new List<string>();
        await using var first = Host(store, ran, reached, go.Task);
        await using var second = Host(store, ran, null);
        var context = first.Context();
        var running = first.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await reached.Task.Soon();

        var result = await second.Workflows.ResumeAsync(second.Context(), context.RunId);
        go.SetResult();

        Assert.Equal("x+a+b", result.EnsureSuccess().Text);
        Assert.Equal(AgentErrorCodes.Superseded, (await running.Soon()).Error?.Code);
        Assert.DoesNotContain("b completed", first.Steps(context));
    }

    [Fact]
    public async Task ResumeAsync_ActsWithTheRightsThatTheRunHadAndItsOwnerStillHas()
    {
        using var store = new InMemoryStateStore();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IStateStore>(store);
            builder.AddWorkflow("test", workflow => workflow
                .Wait("ask")
                .Tool("echo", step => step.Input(from => from.Map(("text", from.Output("ask"))))));
        });
        foreach (var (before, after, allowed) in new[] { (true, true, true), (true, false, false), (false, true, false) })
        {
            var context = host.Context(grants: before ? null : Grants.None);
            var wait = (await host.Workflows.ExecuteAsync("test", context, "x")).Waits.Single();

            var result = await host.Workflows.ResumeAsync(host.Context(grants: after ? null : Grants.None), context.RunId, wait.WaitId, "yes");

            Assert.Equal(allowed ? ExecutionStatus.Completed : ExecutionStatus.Denied, result.Status);
        }
    }

    [Fact]
    public async Task ExecuteAsync_UnderARunIdThatHasCheckpoints_FailsAndLeavesThem()
    {
        using var store = new InMemoryStateStore();
        await using var first = Host(store, [], null, waits: true);
        await using var second = Host(store, [], null, waits: true);
        var context = first.Context();
        var wait = (await first.Workflows.ExecuteAsync("test", context, "x")).Waits.Single();

        var again = await second.Workflows.ExecuteAsync("test", second.Context(runId: context.RunId), "y");

        Assert.Equal(AgentErrorCodes.Conflict, again.Error?.Code);
        Assert.Equal("x+a+b", (await second.Workflows.ResumeAsync(second.Context(), context.RunId, wait.WaitId, "go")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_RunThatIsStopped_LeavesNoCheckpoints()
    {
        using var store = new InMemoryStateStore();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(store, [], reached);
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await reached.Task.Soon();

        Assert.True(await host.Workflows.CancelAsync(host.Context(), context.RunId));

        Assert.Equal(ExecutionStatus.Cancelled, (await running.Soon()).Status);
        await DroppedAsync(store, context.Owner).Soon();
        Assert.Equal(ExecutionStatus.Cancelled, (await host.Workflows.ResumeAsync(host.Context(), context.RunId)).Status);
    }

    [Fact]
    public async Task ExecuteAsync_WorkflowThatAnAgentCalls_RunsWithoutCheckpointsAndCanNotWait()
    {
        using var store = new InMemoryStateStore();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IStateStore>(store);
            builder.AddWorkflow("plain", workflow => workflow.Function("f", value => $"{value.AsString()}!"));
            builder.AddWorkflow("waits", workflow => workflow.Wait("ask"));
            builder.AddAgent("caller", async (execution, cancellationToken) =>
            {
                var plain = await execution.CallAgentAsync("plain", execution.Input, cancellationToken);
                var waits = await execution.CallAgentAsync("waits", execution.Input, cancellationToken);
                return AgentOutput.FromText($"{plain.EnsureSuccess().Text} {waits.Error!.Code}");
            });
        });
        var context = host.Context();

        Assert.Equal("x! cannot_wait", (await host.Core.ExecuteAsync("caller", context, "x")).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
        Assert.Empty(await ExportAsync(store, context.Owner));
    }

    private static TestHost Host(IStateStore store, List<string> ran, TaskCompletionSource? reached, Task? go = null, bool waits = false) => new(builder =>
    {
        builder.Services.AddSingleton(store);
        builder.AddWorkflow("test", workflow => (waits ? workflow.Wait("ask").Function("a", value => "x+a") : workflow
            .Function("a", value => Note(ran, "a", value)))
            .Function("b", async (step, cancellationToken) =>
            {
                var value = Note(ran, "b", step.Input);
                if (reached is not null)
                {
                    reached.TrySetResult();
                    await (go ?? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
                }

                return value;
            }));
    });

    private static ContextValue Note(List<string> ran, string step, ContextValue value)
    {
        lock (ran)
        {
            ran.Add(step);
        }

        return $"{value.AsString()}+{step}";
    }

    /// <summary>The attempt lets go of its checkpoints a moment after its caller has the answer.</summary>
    private static async Task DroppedAsync(InMemoryStateStore store, Owner owner)
    {
        while ((await ExportAsync(store, owner)).Count > 0)
        {
            await Task.Yield();
        }
    }

    private static async Task<List<StateRecord>> ExportAsync(InMemoryStateStore store, Owner owner)
    {
        var records = new List<StateRecord>();
        await foreach (var record in store.ExportAsync(owner, CancellationToken.None))
        {
            records.Add(record);
        }

        return records;
    }
}
