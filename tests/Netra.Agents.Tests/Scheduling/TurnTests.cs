using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Scheduling;

public sealed class TurnTests
{
    [Fact]
    public async Task ExecuteAsync_ThreadWithATurn_WaitsUntilThatHasEnded()
    {
        await using var bench = new Bench();
        var (first, second, third) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"), Bench.Context(thread: "t"));
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", first), bench.Begin("2", second), bench.Begin("3", third)];
        await bench.AtWorkAsync(first);
        Assert.Equal(["1"], bench.Began);
        Assert.Empty(bench.Host.Log(second));

        await bench.AssertEndsAsync(runs[0], "1");
        await bench.AtWorkAsync(second);
        Assert.Equal(["1", "2"], bench.Began);
        await bench.AssertEndsAsync(runs[1], "2");
        await bench.AssertEndsAsync(runs[2], "3");
        Assert.Equal(["1", "2", "3"], bench.Began);
        RunInvariants.Check(bench.Host.Log(third));
    }

    [Theory]
    [InlineData("alice", "other")]
    [InlineData("bob", "t")]
    public async Task ExecuteAsync_AnotherThreadOrOwner_DoesNotWait(string user, string thread)
    {
        await using var bench = new Bench();
        var running = bench.Begin("1", Bench.Context(thread: "t"));
        await bench.AssertEndsAsync(bench.Begin("2", Bench.Context(user, thread)), "2");
        await bench.AssertEndsAsync(running, "1");
    }

    [Fact]
    public async Task ExecuteAsync_Reject_SaysThatTheTurnIsTakenAndTheContextCanBeUsedAgain()
    {
        await using var bench = new Bench();
        var running = bench.Begin("1", Bench.Context(thread: "t"));
        var context = Bench.Context(thread: "t");

        var refused = await bench.Begin("2", context, TurnMode.Reject).Soon();

        Assert.Equal((ExecutionStatus.Rejected, "turn_taken", null), (refused.Status, refused.Error?.Code, refused.ExecutionId));
        Assert.InRange(refused.Error!.RetryAfter!.Value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        await bench.AssertEndsAsync(running, "1");
        await bench.AssertEndsAsync(bench.Begin("2", context, TurnMode.Reject), "2");
    }

    [Fact]
    public async Task ExecuteAsync_CancelPrevious_CancelsTheTurnAndThoseThatWaitForItAndBegins()
    {
        await using var bench = new Bench();
        var (first, second, third) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"), Bench.Context(thread: "t"));
        Task<AgentExecutionResult>[] earlier = [bench.Begin("1", first), bench.Begin("2", second)];
        await bench.AtWorkAsync(first);

        var running = bench.Begin("3", third, TurnMode.CancelPrevious);

        foreach (var task in earlier)
        {
            var result = await task.Soon();
            Assert.Equal((ExecutionStatus.Cancelled, "turn_replaced"), (result.Status, result.Error?.Code));
        }

        await bench.AssertEndsAsync(running, "3");
        Assert.Equal(["1", "3"], bench.Began);
        Assert.IsType<AgentCancelled>(Assert.Single(bench.Host.Log(second)));
        RunInvariants.Check(bench.Host.Log(first));
        RunInvariants.Check(bench.Host.Log(third));
    }

    [Fact]
    public async Task ExecuteAsync_CancelPreviousOfAnAgentThatIgnoresIt_BeginsWhenItIsFencedAndKeepsWhatItHadSaved()
    {
        var stage = new Stage();
        await using var bench = new Bench(register: builder => builder
            .AddAgent("zombie", async (execution, _) =>
            {
                var turn = await execution.History.BeginAsync("assistant", "so f", CancellationToken.None);
                await turn.SaveAsync("so far", CancellationToken.None);
                stage.Haunt(execution);
                await stage.HangAsync();
                return AgentOutput.FromText("late");
            })
            .AddAgent("reads", async (execution, cancellationToken) =>
                AgentOutput.FromText(string.Join(", ", (await execution.History.ReadLastAsync(5, cancellationToken)).Select(turn => $"{turn.Content.AsString()}: {turn.Status}")))));
        var running = bench.Host.Core.ExecuteAsync("zombie", Bench.Context(thread: "t"), "").AsTask();
        await stage.Reached.Soon();

        var next = await bench.Host.Core.ExecuteAsync("reads", Bench.Context(thread: "t"), new AgentRequest("") { Turns = TurnMode.CancelPrevious }).AsTask().Soon();

        Assert.Equal("so far: Interrupted", next.EnsureSuccess().Text);
        Assert.Equal("turn_replaced", (await running.Soon()).Error?.Code);
        Assert.Empty(await stage.WakeGhostAsync().Soon());
        stage.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_Parallel_NeitherTakesATurnNorWaits()
    {
        await using var bench = new Bench();
        var first = bench.Begin("1", Bench.Context(thread: "t"));
        var beside = bench.Begin("2", Bench.Context(thread: "t"), TurnMode.Parallel);
        await bench.AssertEndsAsync(first, "1");
        await bench.AssertEndsAsync(bench.Begin("3", Bench.Context(thread: "t"), TurnMode.Reject), "3");
        await bench.AssertEndsAsync(beside, "2");
    }

    [Fact]
    public async Task ExecuteAsync_TurnsOfTheAgent_AreThoseOfItsRequestsUnlessTheySayOtherwise()
    {
        await using var bench = new Bench(register: builder => builder.AddAgent("shy", (_, _) => AgentOutput.FromText("here"), turns: TurnMode.Reject));
        var running = bench.Begin("1", Bench.Context(thread: "t"));

        Assert.Equal("turn_taken", (await bench.Host.Core.ExecuteAsync("shy", Bench.Context(thread: "t"), "")).Error?.Code);
        Assert.Equal("here", (await bench.Host.Core.ExecuteAsync("shy", Bench.Context(thread: "t"), new AgentRequest("") { Turns = TurnMode.Parallel })).EnsureSuccess().Text);
        await bench.AssertEndsAsync(running, "1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancelAsync_OfARunThatWaits_EndsItWithOneEventAndItNeverBegins(bool byToken)
    {
        await using var bench = new Bench();
        using var caller = new CancellationTokenSource();
        var (first, second) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"));
        var running = bench.Begin("1", first);
        var waiting = bench.Begin("2", second, cancellationToken: caller.Token);
        var last = bench.Begin("3", Bench.Context(thread: "t"));

        if (byToken)
        {
            await caller.CancelAsync();
        }
        else
        {
            Assert.False(await bench.Host.Core.CancelAsync(Bench.Context("bob"), second.RunId));
            Assert.True(await bench.Host.Core.CancelAsync(Bench.Context(), second.RunId));
        }

        Assert.Equal(ExecutionStatus.Cancelled, (await waiting.Soon()).Status);
        var only = Assert.IsType<AgentCancelled>(Assert.Single(bench.Host.Log(second)));
        Assert.Equal(1, only.Sequence);
        await bench.AssertEndsAsync(running, "1");
        await bench.AssertEndsAsync(last, "3");
        Assert.Equal(["1", "3"], bench.Began);
    }

    [Fact]
    public async Task ExecuteAsync_WaitsTooLong_IsRejectedAndTheTurnGoesToTheNext()
    {
        await using var bench = new Bench(queue: TimeSpan.FromSeconds(10));
        var (first, second, third) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"), Bench.Context(thread: "t"));
        var running = bench.Begin("1", first);
        await bench.AtWorkAsync(first);
        var waiting = bench.Begin("2", second);
        bench.Host.Advance(6);
        var later = bench.Begin("3", third);
        bench.Host.Advance(5);

        var refused = await waiting.Soon();
        Assert.Equal((ExecutionStatus.Rejected, "queue_timeout"), (refused.Status, refused.Error?.Code));
        Assert.Equal("queue_timeout", Assert.IsType<AgentFailed>(Assert.Single(bench.Host.Log(second))).Error!.Code);
        await bench.AssertEndsAsync(running, "1");
        await bench.AssertEndsAsync(later, "3");
        Assert.Equal(["1", "3"], bench.Began);
    }

    [Fact]
    public async Task ExecuteAsync_AfterALongWait_HasAllItsTime()
    {
        await using var bench = new Bench();
        var context = Bench.Context(thread: "t");
        var running = bench.Begin("1", Bench.Context(thread: "t"));
        var waiting = bench.Host.Core.ExecuteAsync("works", context, new AgentRequest("2") { Timeouts = new AgentTimeouts { Run = TimeSpan.FromSeconds(5), Execution = TimeSpan.FromSeconds(5), Idle = TimeSpan.FromSeconds(5) } }).AsTask();
        bench.Host.Advance(20);
        await bench.AssertEndsAsync(running, "1");
        await bench.AtWorkAsync(context);
        bench.Host.Advance(4);

        await bench.AssertEndsAsync(waiting, "2");
        Assert.Equal(TimeSpan.FromSeconds(4), (await waiting).Duration);
    }

    [Fact]
    public async Task StreamAsync_RunThatWaits_BeginsWithItsStart()
    {
        await using var bench = new Bench();
        var running = bench.Begin("1", Bench.Context(thread: "t"));
        await using var events = bench.Host.Core.StreamAsync("works", Bench.Context(thread: "t"), "2").GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        await bench.AssertEndsAsync(running, "1");
        Assert.True(await next.Soon());
        Assert.IsType<AgentStarted>(events.Current);
        bench.Finish("2");
    }

    [Fact]
    public async Task ExecuteAsync_ManyThreadsOfOneOwner_EachHasItsTurns()
    {
        await using var bench = new Bench(scheduling => scheduling.MaxRunsPerOwner = 1_000);
        var runs = new List<Task<AgentExecutionResult>>();
        for (var round = 0; round < 3; round++)
        {
            runs.AddRange(Enumerable.Range(0, 40).Select(thread => bench.Begin($"{thread}:{round}", Bench.Context(thread: $"t{thread}"))));
        }

        for (var i = 119; i >= 0; i--)
        {
            bench.Finish($"{i % 40}:{i / 40}");
        }

        await Task.WhenAll(runs).Soon();
        Assert.All(bench.Began.Select(name => name.Split(':')).GroupBy(parts => parts[0]), thread => Assert.Equal(["0", "1", "2"], thread.Select(parts => parts[1])));
    }

    [Fact]
    public async Task EraseAsync_RunsThatWait_EndAndLeaveNothing()
    {
        await using var bench = new Bench();
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", Bench.Context(thread: "t")), bench.Begin("2", Bench.Context(thread: "t"))];

        var erased = await bench.Host.Provider.GetRequiredService<IOwnerData>().EraseAsync(new Owner(new UserId("alice")));

        Assert.Equal(2, erased.EndedRuns);
        Assert.All(await Task.WhenAll(runs).Soon(), result => Assert.Equal("owner_erased", result.Error?.Code));
        Assert.DoesNotContain("2", bench.Began);
        await bench.AssertEndsAsync(bench.Begin("3", Bench.Context(thread: "t"), TurnMode.Reject), "3");
    }
}
