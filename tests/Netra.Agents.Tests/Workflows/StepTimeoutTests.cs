using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>Each kind of step has a time of its own; past it, it has failed, and what it ran is stopped.</summary>
public sealed class StepTimeoutTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<StepTimeoutTests, Action<WorkflowBuilder>>> Kinds = new()
    {
        ["agent"] = _ => workflow => workflow.Agent("late", "hang", step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["tool"] = _ => workflow => workflow.Tool("late", "hang", step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["function"] = test => workflow => workflow.Function("late", (_, cancellationToken) => test.HangAsync(cancellationToken), step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["parallel"] = _ => workflow => workflow.Parallel("late", both => both.Branch("a", a => a.Agent("echo")).Branch("b", b => b.Agent("hang")).WithTimeout(Minute).ContinueOnFailure()),
        ["switch"] = _ => workflow => workflow.Switch("late", from => from.Input, on => on.Default(then => then.Agent("hang")).WithTimeout(Minute).ContinueOnFailure()),
        ["loop"] = _ => workflow => workflow.Loop("late", 3, body => body.Agent("hang"), from => from.Index.Is(2), step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["for-each"] = _ => workflow => workflow.ForEach("late", from => from.Literal(ContextValue.List(1, 2)), body => body.Agent("hang"), 1, step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["workflow"] = _ => workflow => workflow.Workflow("late", "sub", step => step.WithTimeout(Minute).ContinueOnFailure()),
        ["hand-off"] = _ => workflow => workflow.HandOff("late", "hang", allow => allow.Allow("hang", "echo").WithTimeout(Minute).ContinueOnFailure()),
        ["supervisor"] = _ => workflow => workflow.Supervisor("late", "hang", ["echo"], 3, step => step.WithTimeout(Minute).ContinueOnFailure()),
    };

    private readonly Stage _stage = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public void Dispose() => _stage.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ExecuteAsync_StepThatHangs_FailsInItsTimeAndTheRunGoesOn(string kind)
    {
        await using var host = new TestHost(
            builder => builder
                .AddAgent("hang", async (_, cancellationToken) => AgentOutput.FromValue(await HangAsync(cancellationToken)))
                .AddTool("hang", "Hangs.", (CancellationToken cancellationToken) => HangAsync(cancellationToken).AsTask(), tool => tool.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromHours(1)))
                .AddWorkflow("sub", workflow => workflow.Agent("hang"))
                .AddWorkflow("test", workflow =>
                {
                    Kinds[kind](this)(workflow);
                    workflow.Function("after", value => "went on");
                }));
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, ContextValue.Map()).AsTask();
        await _stage.Reached.Soon();

        host.Advance(Minute - TimeSpan.FromMilliseconds(50));
        Assert.DoesNotContain(host.Steps(context), step => step.StartsWith("late failed", StringComparison.Ordinal));
        host.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal("went on", (await running.Soon()).EnsureSuccess().Text);
        await _stopped.Task.Soon();
        Assert.Contains(host.Steps(context), step => step.StartsWith("late failed: ", StringComparison.Ordinal));
        Assert.Matches("late failed: (step_timed_out|execution_deadline|tool_timed_out)", string.Join('\n', host.Steps(context)));
    }

    private async ValueTask<ContextValue> HangAsync(CancellationToken cancellationToken)
    {
        _stage.Reach();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            _stopped.TrySetResult();
        }

        return default;
    }
}
