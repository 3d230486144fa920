using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class OwnersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_SamePromptAtOnce_OneEndsEarlyAndTheOtherDoesNotNotice(bool faults)
    {
        var (meeting, release) = (new Meeting(2), new Signal());
        await using var rig = new Rig(builder => builder.AddAIAgent("same", services =>
        {
            var user = services.GetRequiredService<UserExecutionContext>().UserId.Value;
            return new ScriptedAgent((input, _, cancellationToken) => AnswerAsync(user, input, cancellationToken));
        }));
        using var cancellation = new CancellationTokenSource();
        var (alice, bob) = (Rig.Context("alice"), Rig.Context("bob"));

        var first = rig.RunAsync("same", alice, "prompt", cancellation.Token);
        var second = rig.RunAsync("same", bob, "prompt");
        await meeting.AllAreThereAsync();
        if (!faults)
        {
            await cancellation.CancelAsync();
        }

        Assert.Equal(faults ? ExecutionStatus.Failed : ExecutionStatus.Cancelled, (await first).Status);
        release.Set();

        Assert.Equal("begun by bob, prompt", (await second).EnsureSuccess().Text);
        Assert.Equal(["agent_started", "agent_text", "agent_text", "agent_completed"], (await rig.EventsOfAsync(bob)).Select(item => item.WireName));
        Assert.All(await rig.EventsOfAsync(alice), item => Assert.Equal(alice.Owner, item.Owner));
        Assert.Equal("bob", (await rig.StoredAsync("same", "bob"))!.Value["user"].Text);
        await Assert.ThrowsAsync<RunNotFoundException>(async () => await rig.Core.SubscribeAsync(bob, alice.RunId).GetAsyncEnumerator(TestContext.Current.CancellationToken).MoveNextAsync());

        async IAsyncEnumerable<AgentResponseUpdate> AnswerAsync(string user, string input, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return ScriptedAgent.Text($"begun by {user}, ");
            await meeting.ArriveAsync();
            if (user == "alice")
            {
                await (faults ? throw new InvalidOperationException("No.") : Task.Delay(Timeout.Infinite, cancellationToken));
            }

            await release.Task;
            yield return ScriptedAgent.Text(input);
        }
    }

    [Fact]
    public async Task Run_AgentThatDoesNotMove_Dies()
    {
        var (began, release) = (new Signal(), new Signal());
        await using var rig = new Rig(builder => builder.AddAIAgent("hangs", _ => new ScriptedAgent((_, _, _) => HangAsync()), options => options.Timeouts = new AgentTimeouts { Idle = TimeSpan.FromSeconds(5) }));

        var running = rig.RunAsync("hangs");
        await began.Task;
        for (var i = 0; i < 50 && !running.IsCompleted; i++)
        {
            rig.Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.Equal((ExecutionStatus.Died, AgentErrorCodes.NoProgress), ((await running).Status, (await running).Error?.Code));
        release.Set();
        Assert.Null(await rig.StoredAsync("hangs"));

        async IAsyncEnumerable<AgentResponseUpdate> HangAsync()
        {
            began.Set();
            await release.Task;
            yield return ScriptedAgent.Text("late");
        }
    }

    [Fact]
    public async Task Run_UpdatesThatShowNothing_AreProgress()
    {
        var (asked, told) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var rig = new Rig(builder => builder.AddAIAgent("slow", _ => new ScriptedAgent((_, _, _) => SlowAsync()), options => options.Timeouts = new AgentTimeouts { Idle = TimeSpan.FromSeconds(5) }));

        var running = rig.RunAsync("slow");
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
            told.Release();
        }

        Assert.Equal("done", (await running).EnsureSuccess().Text);

        async IAsyncEnumerable<AgentResponseUpdate> SlowAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                asked.Release();
                await told.WaitAsync();
                yield return new AgentResponseUpdate();
            }

            yield return ScriptedAgent.Text("done");
        }
    }

    [Fact]
    public async Task Run_WhatTheAgentTraces_IsBelowTheExecution()
    {
        using var source = new ActivitySource("af-tests");
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = one => one.Name is "af-tests" or NetraAgentsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var rig = new Rig(builder => builder.AddAIAgent("traced", _ => new ScriptedAgent((_, _, _) => TraceAsync(source))));
        var context = Rig.Context();
        using var request = source.StartActivity("request");

        (await rig.RunAsync("traced", context, "hi")).EnsureSuccess();

        Assert.Same(request, Activity.Current);
        Activity[] told;
        lock (spans)
        {
            told = [.. spans];
        }

        var execution = Assert.Single(told, span => Equals(span.GetTagItem("netra.run.id"), context.RunId.ToString()));
        Assert.Equal(("invoke_agent traced", request!.SpanId), (execution.OperationName, execution.ParentSpanId));
        Assert.Equal([execution.SpanId, execution.SpanId], told.Where(span => span.OperationName == "chat" && span.TraceId == request.TraceId).Select(span => span.ParentSpanId));

        static async IAsyncEnumerable<AgentResponseUpdate> TraceAsync(ActivitySource source)
        {
            source.StartActivity("chat")!.Dispose();
            await Task.Yield();
            yield return ScriptedAgent.Text("one");
            source.StartActivity("chat")!.Dispose();
            yield return ScriptedAgent.Text("two");
        }
    }
}
