using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

/// <summary>Each tool_executing has its tool_completed, on every way out, with the same story as the result.</summary>
public sealed class ToolPairTests
{
    [Theory]
    [InlineData("echo", null, null)]
    [InlineData("throws", "tool_failed", "Tool 'throws' failed (FormatException).")]
    [InlineData("throws later", "tool_failed", "Tool 'throws later' failed (FormatException).")]
    [InlineData("refuses", "out_of_stock", "None left.")]
    [InlineData("refuses plainly", "tool_failed", "None left.")]
    [InlineData("cancels itself", "tool_failed", "Tool 'cancels itself' failed (OperationCanceledException).")]
    public async Task DispatchAsync_ToolEnds_ThePairTellsTheSameAsTheResult(string tool, string? code, string? message)
    {
        await using var probe = new ToolProbe(Register, call: (execution, _) => execution.Tools.DispatchAsync(tool, ContextValue.Null));
        var context = probe.Host.Context();

        var result = await probe.CallAsync(context);

        Assert.Equal(code, result.Error?.Code);
        Assert.Equal(message, result.Error?.Message);
        var events = probe.Host.Log(context);
        RunInvariants.Check(events);
        var (executing, completed) = (events.OfType<ToolExecuting>().Single(), events.OfType<ToolCompleted>().Single());
        Assert.Equal(result.Error, completed.Error);
        Assert.Equal(result.Output, completed.Output);
        Assert.Equal(result.Duration, completed.Duration);
        Assert.Equal((tool, tool, tool), (result.ToolName, executing.ToolName, completed.ToolName));
        Assert.Equal($"{executing.ExecutionId}-1", executing.CallId);
        Assert.DoesNotContain(events, item => System.Text.Json.JsonSerializer.Serialize(item).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DispatchAsync_ToolHangs_TimesOutAsAValueAndTheAgentGoesOn()
    {
        using var stage = new Stage();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Hangs.", async (CancellationToken cancellationToken) =>
            {
                using var registration = cancellationToken.UnsafeRegister(_ => cancelled.SetResult(), null);
                await stage.HangAsync();
                return "late";
            }, tool => tool.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromSeconds(2)))
            .AddAgent("subject", async (execution, _) =>
            {
                var result = await execution.Tools.DispatchAsync("hang", ContextValue.Null);
                execution.Events.Text("went on");
                return AgentOutput.FromText($"{result.Error!.Code} after {result.Duration.TotalSeconds}");
            }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(1.95);
        Assert.DoesNotContain(host.Log(context), item => item is ToolCompleted);
        host.Advance(0.05);

        Assert.Equal("tool_timed_out after 2", (await running).EnsureSuccess().Text);
        await cancelled.Task;
        var events = host.Log(context);
        RunInvariants.Check(events);
        stage.Release();
        await host.Meters.ReachedAsync(TestMeters.LateResults, 1);
        Assert.Equal(events, host.Log(context));
    }

    [Fact]
    public async Task DispatchAsync_ToolBlocksItsThread_TheRunsDeadlineIsKept()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddTool("block", "Blocks.", () =>
            {
                stage.Reach();
                stage.Block.Wait(CancellationToken.None);
                return "late";
            }, tool => tool.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromSeconds(1)))
            .AddAgent("subject", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("block", ContextValue.Null)).EnsureSuccess()), new AgentTimeouts { Execution = TimeSpan.FromSeconds(2) }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(2);

        Assert.Equal("execution_deadline", (await running).Error!.Code);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal("tool_timed_out", events.OfType<ToolCompleted>().Single().Error!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DispatchAsync_CallersToken_EndsTheCallOnly(bool before)
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Hangs.", stage.HangAsync, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) => AgentOutput.FromText((await execution.Tools.DispatchAsync("hang", ContextValue.Null, stage.Caller.Token)).Error!.Code)));
        var context = host.Context();
        if (before)
        {
            await stage.Caller.CancelAsync();
        }

        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        await stage.Caller.CancelAsync();

        Assert.Equal("caller_cancelled", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task DispatchAsync_RunCancelled_TheWaitEndsAsFencedAndTheToolIsTold()
    {
        using var stage = new Stage();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waited = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Hangs.", async (CancellationToken cancellationToken) =>
            {
                using var registration = cancellationToken.UnsafeRegister(_ => told.SetResult(), null);
                await stage.HangAsync();
            }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) =>
            {
                waited.SetResult(await Record.ExceptionAsync(async () => await execution.Tools.DispatchAsync("hang", ContextValue.Null)));
                return AgentOutput.FromText("late");
            }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));

        await told.Task;
        Assert.IsType<ExecutionFencedException>(await waited.Task);
        Assert.Equal(ExecutionStatus.Cancelled, (await running).Status);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal("abandoned", events.OfType<ToolCompleted>().Single().Error!.Code);
    }

    [Fact]
    public async Task DispatchAsync_ManyAtOnce_EachPairIsItsOwn()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => execution.Tools.DispatchAsync("echo", ContextValue.Map(("text", $"{i}"))).AsTask()));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), results.Select(result => result.EnsureSuccess().AsString()));
            return AgentOutput.FromText("");
        }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();

        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal(50, events.OfType<ToolExecuting>().Select(item => item.CallId).Distinct().Count());
        Assert.All(events.OfType<ToolCompleted>(), completed =>
            Assert.Equal(completed.Output, events.OfType<ToolExecuting>().Single(executing => executing.CallId == completed.CallId).Arguments["text"]));
    }

    private static void Register(INetraAgentsBuilder builder) => builder
        .AddTool("throws", "Throws.", string () => throw new FormatException("secret"), Permitted)
        .AddTool("throws later", "Throws.", async () => { await Task.Yield(); throw new FormatException("secret"); }, Permitted)
        .AddTool("refuses", "Refuses.", string () => throw new ToolException("out_of_stock", "None left."), Permitted)
        .AddTool("refuses plainly", "Refuses.", string () => throw new ToolException("None left."), Permitted)
        .AddTool("cancels itself", "Cancels.", string () => throw new OperationCanceledException("secret"), Permitted);

    private static void Permitted(ToolBuilder tool) => tool.RequirePermission(TestHost.Permission);
}
