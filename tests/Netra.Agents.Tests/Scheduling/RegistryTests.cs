using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Scheduling;

public sealed class RegistryTests
{
    [Fact]
    public async Task PseudonymOf_TwoHosts_OneNameAnOwnerInEachAndNotTheSameInBoth()
    {
        await using var one = new TestHost();
        await using var other = new TestHost(configure: options => options.LogPseudonymKey = [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        var (alice, bob) = (new Owner(new UserId("alice")), new Owner(new UserId("bob")));
        var (here, there) = (one.Provider.GetRequiredService<IRunOperator>(), other.Provider.GetRequiredService<IRunOperator>());
        Assert.Equal(here.PseudonymOf(alice), here.PseudonymOf(alice));
        Assert.NotEqual(here.PseudonymOf(alice), here.PseudonymOf(bob));
        Assert.NotEqual(here.PseudonymOf(alice), there.PseudonymOf(alice));
        Assert.Throws<ArgumentException>(() => here.PseudonymOf(default));
    }

    [Fact]
    public async Task List_OwnRuns_ShowsWhereTheyStandAndNobodyElses()
    {
        await using var bench = new Bench();
        var (ended, live, waiting, other) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"), Bench.Context(thread: "t"), Bench.Context("bob", "t"));
        await bench.AssertEndsAsync(bench.Begin("1", ended), "1");
        bench.Host.Advance(1);
        Task[] runs = [bench.Begin("2", live), bench.Begin("3", waiting), bench.Begin("4", other)];
        await bench.AtWorkAsync(live);
        var registry = bench.Host.Provider.GetRequiredService<IRunRegistry>();

        var listed = registry.List(Bench.Context());

        Assert.Equal(new[] { ended, live, waiting }.Select(context => context.RunId).ToHashSet(), listed.Select(run => run.RunId).ToHashSet());
        Assert.All(listed, run => Assert.Equal((ended.Owner, new ThreadId("t"), "works"), (run.Owner, run.ThreadId, run.AgentName)));
        Assert.Equal((RunPhase.Ended, ExecutionStatus.Completed), Of(ended));
        Assert.Equal((RunPhase.Live, ExecutionStatus.Running), Of(live));
        Assert.Equal((RunPhase.Waiting, ExecutionStatus.Pending), Of(waiting));
        Assert.Null(listed.Single(run => run.RunId == waiting.RunId).BeganAt);
        Assert.Equal(ended.RunId, listed[2].RunId);
        Assert.DoesNotContain("alice", string.Concat(listed), StringComparison.Ordinal);
        bench.Finish("2");
        bench.Finish("3");
        bench.Finish("4");
        await Task.WhenAll(runs).Soon();

        (RunPhase, ExecutionStatus) Of(UserExecutionContext context)
        {
            var run = listed.Single(run => run.RunId == context.RunId);
            return (run.Phase, run.Status);
        }
    }

    [Fact]
    public async Task List_Filter_LeavesTheRestOut()
    {
        await using var bench = new Bench(register: builder => builder.AddAgent("fails", (AgentExecution _, CancellationToken _) => AgentOutput.FromText("".Substring(1))));
        var (first, second, failed) = (Bench.Context(thread: "t"), Bench.Context(thread: "u"), Bench.Context(thread: "u"));
        await bench.AssertEndsAsync(bench.Begin("1", first), "1");
        await bench.AssertEndsAsync(bench.Begin("2", second), "2");
        await bench.Host.Core.ExecuteAsync("fails", failed, "");
        var registry = bench.Host.Provider.GetRequiredService<IRunRegistry>();

        Assert.Equal([first.RunId], Ids(new RunFilter { ThreadId = new ThreadId("t") }));
        Assert.Equal([failed.RunId], Ids(new RunFilter { AgentName = "fails" }));
        Assert.Equal([failed.RunId], Ids(new RunFilter { Status = ExecutionStatus.Failed }));
        Assert.Equal([second.RunId], Ids(new RunFilter { RunId = second.RunId }));
        Assert.Empty(Ids(new RunFilter { Phase = RunPhase.Live }));
        Assert.Equal(3, Ids(new RunFilter { Phase = RunPhase.Ended }).Count());
        Assert.Equal(2, registry.List(Bench.Context(), limit: 2).Count);
        Assert.Equal("agent_failed", registry.List(Bench.Context(), new RunFilter { RunId = failed.RunId })[0].ErrorCode);
        Assert.Throws<ArgumentOutOfRangeException>(() => registry.List(Bench.Context(), limit: 0));

        IEnumerable<RunId> Ids(RunFilter filter) => registry.List(Bench.Context(), filter).Select(run => run.RunId);
    }

    [Fact]
    public async Task Cancel_OwnThread_EndsItsRunsAndNoOthers()
    {
        await using var bench = new Bench();
        Task<AgentExecutionResult>[] ended = [bench.Begin("1", Bench.Context(thread: "t")), bench.Begin("2", Bench.Context(thread: "t"))];
        Task<AgentExecutionResult>[] others = [bench.Begin("3", Bench.Context(thread: "u")), bench.Begin("4", Bench.Context("bob", "t"))];
        var registry = bench.Host.Provider.GetRequiredService<IRunRegistry>();

        Assert.Equal(2, registry.Cancel(Bench.Context(), new RunFilter { ThreadId = new ThreadId("t") }));

        Assert.All(await Task.WhenAll(ended).Soon(), result => Assert.Equal("run_cancelled", result.Error?.Code));
        Assert.DoesNotContain("2", bench.Began);
        await bench.AssertEndsAsync(others[0], "3");
        await bench.AssertEndsAsync(others[1], "4");
        Assert.Equal(0, registry.Cancel(Bench.Context(), new RunFilter()));
    }

    [Fact]
    public async Task Cancel_OfATenant_EndsItsUsersRunsAndNoOthers()
    {
        await using var bench = new Bench();
        var operators = bench.Host.Provider.GetRequiredService<IRunOperator>();
        var tenant = new TenantId("acme");
        var inTenant = UserExecutionContext.FromRequest(new Owner(tenant, new UserId("alice")), ThreadId.New());
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", inTenant), bench.Begin("2", Bench.Context())];

        Assert.Equal([inTenant.RunId], operators.List(RunsOf.Tenant(tenant)).Select(run => run.RunId));
        Assert.Equal(1, operators.Cancel(RunsOf.Tenant(tenant)));

        Assert.Equal(ExecutionStatus.Cancelled, (await runs[0].Soon()).Status);
        Assert.Equal(0, operators.Cancel(RunsOf.User(new Owner(new UserId("bob")))));
        Assert.Equal(1, operators.Cancel(RunsOf.Tenant(TenantId.None), new RunFilter { AgentName = "works" }));
        Assert.Equal(ExecutionStatus.Cancelled, (await runs[1].Soon()).Status);
    }

    [Fact]
    public async Task Halt_EndsEverythingAndLetsNothingBeginUntilOpened()
    {
        await using var bench = new Bench();
        var operators = bench.Host.Provider.GetRequiredService<IRunOperator>();
        var runs = Enumerable.Range(0, 6).Select(i => bench.Begin($"{i}", Bench.Context($"user {i % 3}", "t"))).ToList();
        var context = Bench.Context();

        Assert.Equal(6, operators.Halt());

        Assert.All(await Task.WhenAll(runs).Soon(), result => Assert.Equal(ExecutionStatus.Cancelled, result.Status));
        Assert.DoesNotContain(bench.Began, name => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) >= 3);
        Assert.Equal((ExecutionStatus.Rejected, "shutting_down"), await OutcomeAsync(bench.Begin("late", context)));
        Assert.False(operators.IsOpen);
        operators.Open();
        await bench.AssertEndsAsync(bench.Begin("late", context), "late");
    }

    [Fact]
    public async Task DrainAsync_RunsThatEnd_AreWaitedForAndNoneBegins()
    {
        await using var bench = new Bench();
        var operators = bench.Host.Provider.GetRequiredService<IRunOperator>();
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", Bench.Context(thread: "t")), bench.Begin("2", Bench.Context(thread: "t"))];

        var draining = operators.DrainAsync(TimeSpan.FromMinutes(1));
        Assert.False(draining.IsCompleted);
        Assert.Equal("shutting_down", (await bench.Begin("3", Bench.Context()).Soon()).Error?.Code);
        await bench.AssertEndsAsync(runs[0], "1");
        await bench.AssertEndsAsync(runs[1], "2");

        var report = await draining.Soon();
        Assert.Equal((2, 0), (report.Ended, report.Cancelled.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DrainAsync_TimeIsOver_CancelsWhatIsLeftAndNamesIt(bool byToken)
    {
        await using var bench = new Bench();
        using var enough = new CancellationTokenSource();
        var operators = bench.Host.Provider.GetRequiredService<IRunOperator>();
        var (first, second) = (Bench.Context(thread: "t"), Bench.Context(thread: "t"));
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", first), bench.Begin("2", second), bench.Begin("3", Bench.Context("bob"))];
        await bench.AtWorkAsync(first);
        var draining = operators.DrainAsync(TimeSpan.FromMinutes(1), enough.Token);
        await bench.AssertEndsAsync(runs[2], "3");

        if (byToken)
        {
            await enough.CancelAsync();
        }
        else
        {
            bench.Host.Advance(61);
        }

        var report = await draining.Soon();
        Assert.Equal(1, report.Ended);
        Assert.Equal(new[] { first.RunId, second.RunId }.ToHashSet(), report.Cancelled.Select(run => run.RunId).ToHashSet());
        Assert.Equal("shutting_down", (await runs[0].Soon()).Error?.Code);
        Assert.Equal(["1", "3"], bench.Began.Order());
        await runs[1].Soon();
    }

    [Fact]
    public async Task Open_AfterTheHostWasDisposed_ChangesNothing()
    {
        var bench = new Bench();
        var operators = bench.Host.Provider.GetRequiredService<IRunOperator>();
        var core = bench.Host.Core;
        await bench.DisposeAsync();

        operators.Open();

        Assert.False(operators.IsOpen);
        Assert.Equal("shutting_down", (await core.ExecuteAsync("works", Bench.Context(), "1")).Error?.Code);
    }

    private static async Task<(ExecutionStatus, string?)> OutcomeAsync(Task<AgentExecutionResult> running)
    {
        var result = await running.Soon();
        return (result.Status, result.Error?.Code);
    }
}
