using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class ActivityTests
{
    [Fact]
    public async Task Run_Completes_HasSpansWithGenAiAttributesUnderTheirParents()
    {
        using var spans = new Spans();
        ExecutionId? child = null;
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (execution, _) =>
            {
                child = execution.ExecutionId;
                (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
                return AgentOutput.FromText("");
            })
            .AddAgent("parent", async (execution, _) => (await execution.CallAgentAsync("child", "")).EnsureSuccess()));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("parent", context, "");

        result.EnsureSuccess();
        var (parentSpan, childSpan, toolSpan) = (spans["invoke_agent parent"], spans["invoke_agent child"], spans["execute_tool echo"]);
        Assert.Equal(spans.Caller.SpanId, parentSpan.ParentSpanId);
        Assert.Equal(parentSpan.SpanId, childSpan.ParentSpanId);
        Assert.Equal(childSpan.SpanId, toolSpan.ParentSpanId);
        Assert.Equal(
            [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "parent"), ("netra.run.id", context.RunId.ToString()), ("netra.execution.id", result.ExecutionId!.Value.ToString())],
            Tags(parentSpan));
        Assert.Equal(
            [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "child"), ("netra.run.id", context.RunId.ToString()), ("netra.execution.id", child!.Value.ToString())],
            Tags(childSpan));
        Assert.Equal(
            [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "echo"), ("gen_ai.tool.type", "function"), ("gen_ai.tool.call.id", Executing(host, context).CallId)],
            Tags(toolSpan));
        Assert.All(spans.Stopped, span => Assert.Equal((ActivityKind.Internal, ActivityStatusCode.Unset, "Netra.Agents"), (span.Kind, span.Status, span.Source.Name)));
        Assert.Equal(3, spans.Started.Count);
    }

    [Fact]
    public async Task Run_Completes_LeavesTheCallersActivityAsItWas()
    {
        using var spans = new Spans();
        var seen = new List<Activity?>();
        await using var host = new TestHost(builder => builder
            .AddTool("look", "Looks.", () => seen.Add(Activity.Current), tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) =>
            {
                seen.Add(Activity.Current);
                (await execution.Tools.DispatchAsync("look", ContextValue.Null)).EnsureSuccess();
                seen.Add(Activity.Current);
                return AgentOutput.FromText("");
            }));

        var running = host.Core.ExecuteAsync("subject", host.Context(), "");
        Assert.Same(spans.Caller, Activity.Current);
        (await running).EnsureSuccess();

        Assert.Same(spans.Caller, Activity.Current);
        var (agent, tool) = (spans["invoke_agent subject"], spans["execute_tool look"]);
        Assert.Equal([agent, tool, agent], seen);
    }

    [Fact]
    public async Task Run_WithoutACallersActivity_HasARootSpan()
    {
        using var spans = new Spans();
        Activity? seen = null;
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) =>
        {
            seen = Activity.Current;
            return AgentOutput.FromText("");
        }));
        Activity.Current = null;

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Null(Activity.Current);
        Assert.Equal(default, seen!.ParentSpanId);
        Assert.NotEqual(spans.Caller.TraceId, seen.TraceId);
    }

    [Fact]
    public async Task Runs_OfTwoCallersAtOnce_AreInTheirOwnTraces()
    {
        using var spans = new Spans();
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            await stage.Released;
            (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
            return AgentOutput.FromText(Activity.Current!.TraceId.ToHexString());
        }));

        var running = Enumerable.Range(0, 20).Select(i => InTraceOfItsOwnAsync($"user{i}")).ToList();
        stage.Release();

        Assert.All(await Task.WhenAll(running), pair => Assert.Equal(pair.Trace, pair.Seen));

        async Task<(string Trace, string Seen)> InTraceOfItsOwnAsync(string user)
        {
            Activity.Current = null;
            using var own = new Activity(user).SetIdFormat(ActivityIdFormat.W3C).Start();
            var output = (await host.Core.ExecuteAsync("subject", host.Context(user), "")).EnsureSuccess();
            Assert.Same(own, Activity.Current);
            return (own.TraceId.ToHexString(), output.Text);
        }
    }

    [Fact]
    public async Task CallerToken_CancelledUnderAnotherActivity_LeavesThatOneCurrent()
    {
        using var spans = new Spans();
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText("");
        }));
        var context = host.Context();
        var byToken = host.Core.ExecuteAsync("subject", host.Context("bob"), "", stage.Caller.Token).AsTask();
        var byName = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        await spans.StartedAsync(2).Soon();
        using var other = new Activity("canceller").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()).Start();

#pragma warning disable CA1849 // Runs the callbacks on this very thread: what they leave behind there is the question.
        stage.Caller.Cancel();
#pragma warning restore CA1849
        Assert.Same(other, Activity.Current);
        Assert.True(host.Core.CancelAsync(context, context.RunId).AsTask().IsCompletedSuccessfully);
        Assert.Same(other, Activity.Current);
        host.Stop();
        Assert.Same(other, Activity.Current);

        await Task.WhenAll(byToken, byName);
        await spans.StoppedAsync(2).Soon();
        Assert.Equal(2, spans.Stopped.Count);
    }

    [Fact]
    public async Task Run_CallersActivityHasEndedBeforeTheAgentBegins_IsInItsTraceAllTheSame()
    {
        using var spans = new Spans();
        var scheduler = new HeldScheduler();
        await using var host = new TestHost();
        var running = await Task.Factory.StartNew(() => host.Core.ExecuteAsync("echo", host.Context(), "").AsTask(), CancellationToken.None, TaskCreationOptions.None, scheduler.RunningNow());
        spans.Caller.Stop();
        scheduler.RunHeld();
        (await running.Soon()).EnsureSuccess();

        Assert.Equal(spans.Caller.SpanId, spans["invoke_agent echo"].ParentSpanId);
    }

    [Fact]
    public async Task Agent_OnASchedulerOfTheHosts_LeavesNothingAmbientOnItsThread()
    {
        using var spans = new Spans();
        var ambient = new AsyncLocal<string?>();
        var scheduler = new HeldScheduler();
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) =>
        {
            ambient.Value = "left behind";
            return AgentOutput.FromText("");
        }));
        var running = await Task.Factory.StartNew(() => host.Core.ExecuteAsync("subject", host.Context(), "").AsTask(), CancellationToken.None, TaskCreationOptions.None, scheduler.RunningNow());
        var thread = new TaskCompletionSource<(string?, Activity?)>(TaskCreationOptions.RunContinuationsAsynchronously);

        new Thread(() =>
        {
            scheduler.RunHeld();
            thread.SetResult((ambient.Value, Activity.Current));
        }).UnsafeStart();

        Assert.Equal((null, null), await thread.Task.Soon());
        (await running.Soon()).EnsureSuccess();
    }

    private static ToolExecuting Executing(TestHost host, UserExecutionContext context) => Assert.Single(host.Log(context).OfType<ToolExecuting>());

    private static IEnumerable<(string, string?)> Tags(Activity activity) => activity.TagObjects.Select(tag => (tag.Key, tag.Value?.ToString()));
}
