using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Scheduling;

public sealed class BudgetTests
{
    private static readonly BudgetAmount Hundred = new() { ModelTokens = 100 };

    [Fact]
    public async Task ReserveAsync_WithinTheRunsBudget_IsGrantedAndSettledByWhatWasSpent()
    {
        await using var host = Host(new BudgetLimits { ModelTokens = 250 }, async (execution, cancellationToken) =>
        {
            var first = await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            var held = (await execution.Budget.LeftAsync(cancellationToken)).ModelTokens;
            await first.SettleAsync(new BudgetAmount { ModelTokens = 30 });
            var settled = (await execution.Budget.LeftAsync(cancellationToken)).ModelTokens;
            var second = await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = 220 }, cancellationToken);
            var third = await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = 1 }, cancellationToken);
            return AgentOutput.FromText($"{held} {settled} {second.IsGranted} {third.Error?.Code}");
        });

        Assert.Equal("150 220 True budget_exhausted", await AnswerAsync(host));
    }

    [Fact]
    public async Task GetBudgetAsync_OfALiveRun_LimitsAndWhatIsTaken()
    {
        RunBudgetStatus? seen = null;
        TestHost? host = null;
        host = Host(new BudgetLimits { ModelTokens = 250 }, async (execution, cancellationToken) =>
        {
            await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            seen = await host!.Provider.GetRequiredService<IRunOperator>().GetBudgetAsync(execution.Context.Owner, execution.Context.RunId, cancellationToken);
            return AgentOutput.FromText("");
        });
        await using var used = host;
        await AnswerAsync(host);
        Assert.Equal((250L, 100L, null, 100L), (seen?.RunLimits.ModelTokens, seen?.RunTaken.ModelTokens, seen?.OwnerLimits.ModelTokens, seen?.OwnerTaken.ModelTokens));
    }

    [Fact]
    public async Task GetBudgetAsync_OfAnothersRunId_Nothing()
    {
        await using var host = Host(new BudgetLimits { ModelTokens = 250 }, (_, _) => new ValueTask<AgentOutput>(AgentOutput.FromText("")));
        var context = host.Context();
        await host.Core.ExecuteAsync("spends", context, "");
        var runs = host.Provider.GetRequiredService<IRunOperator>();
        Assert.NotNull(await runs.GetBudgetAsync(context.Owner, context.RunId, TestContext.Current.CancellationToken));
        Assert.Null(await runs.GetBudgetAsync(new Owner(new UserId("somebody else")), context.RunId, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReserveAsync_RefusedAndEnsured_EndsTheExecutionAsDenied()
    {
        await using var host = Host(new BudgetLimits { Money = 0.30m }, async (execution, cancellationToken) =>
        {
            (await execution.Budget.ReserveAsync(new BudgetAmount { Money = 0.31m }, cancellationToken)).EnsureGranted();
            return AgentOutput.FromText("spent");
        });

        var context = host.Context();
        var result = await host.Core.ExecuteAsync("spends", context, "");

        Assert.Equal((ExecutionStatus.Denied, "budget_exhausted"), (result.Status, result.Error?.Code));
        Assert.IsType<AgentFailed>(host.Log(context)[^1]);
    }

    [Fact]
    public async Task ReserveAsync_ParallelChildren_NeverSpendAUnitTooMuch()
    {
        await using var host = new TestHost(
            builder => builder
                .AddAgent("child", async (execution, cancellationToken) =>
                {
                    var granted = 0;
                    for (var i = 0; i < 20; i++)
                    {
                        granted += (await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = 7, Money = 0.1m }, cancellationToken)).IsGranted ? 1 : 0;
                        await Task.Yield();
                    }

                    return AgentOutput.FromValue(granted);
                })
                .AddAgent("parent", async (execution, cancellationToken) =>
                {
                    var children = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => execution.CallAgentAsync("child", "", cancellationToken).AsTask()));
                    return AgentOutput.FromValue(children.Sum(child => child.EnsureSuccess().Value.AsInt64()));
                }),
            options => options.Budgets.PerRun = new BudgetLimits { ModelTokens = 1_000, Money = 1_000m });

        Assert.Equal(1_000 / 7, (await host.Core.ExecuteAsync("parent", host.Context(), "")).EnsureSuccess().Value.AsInt64());
    }

    [Fact]
    public async Task ReserveAsync_OwnersWindow_IsSharedByTheRunsOfOneOwnerAndComesBackInTheNext()
    {
        await using var host = Host(null, async (execution, cancellationToken) =>
        {
            var reservation = await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            return AgentOutput.FromText($"{reservation.IsGranted} {reservation.Error?.RetryAfter}");
        }, options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 150 });
        host.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("True ", await AnswerAsync(host));
        Assert.Equal("False 23:59:00", await AnswerAsync(host));
        Assert.Equal("True ", await AnswerAsync(host, "bob"));
        host.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("True ", await AnswerAsync(host));
    }

    [Fact]
    public async Task ReserveAsync_NeverSettled_CountsAsSpentWhenTheRunIsStopped()
    {
        var stage = new Stage();
        await using var host = Host(null, async (execution, _) =>
        {
            if (execution.Input.AsString() == "stays")
            {
                await execution.Budget.ReserveAsync(Hundred, CancellationToken.None);
                await stage.HangAsync();
            }

            return AgentOutput.FromText($"{(await execution.Budget.LeftAsync(CancellationToken.None)).ModelTokens}");
        }, options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 150 });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("spends", context, "stays").AsTask();
        await stage.Reached.Soon();
        Assert.True(await host.Core.CancelAsync(context, context.RunId));
        await running.Soon();

        Assert.Equal("50", await AnswerAsync(host));
        stage.Dispose();
    }

    [Fact]
    public async Task SettleAsync_AfterTheEnd_IsFencedAndChangesNothing()
    {
        BudgetReservation? kept = null;
        await using var host = Host(null, async (execution, cancellationToken) =>
        {
            kept ??= await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            return AgentOutput.FromText($"{(await execution.Budget.LeftAsync(cancellationToken)).ModelTokens}");
        }, options => options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 150 });
        Assert.Equal("50", await AnswerAsync(host));

        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await kept!.SettleAsync(default));
        Assert.Equal("50", await AnswerAsync(host));
    }

    [Fact]
    public async Task SettleAsync_Twice_Throws()
    {
        await using var host = Host(new BudgetLimits { ModelTokens = 150 }, async (execution, cancellationToken) =>
        {
            var reservation = await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            await reservation.SettleAsync(Hundred);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await reservation.SettleAsync(Hundred));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reservation.SettleAsync(new BudgetAmount { Money = -1 }));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await execution.Budget.ReserveAsync(new BudgetAmount { ToolCalls = -1 }, cancellationToken));
            return AgentOutput.FromText($"{(await execution.Budget.LeftAsync(cancellationToken)).ModelTokens}");
        });

        Assert.Equal("50", await AnswerAsync(host));
    }

    [Fact]
    public async Task DispatchAsync_CallsAndPrices_AreTakenFromTheBudgetAndRefusedByAValue()
    {
        var calls = 0;
        await using var host = new TestHost(
            builder => builder
                .AddTool("buy", "Buys.", () => ++calls, tool => tool.RequirePermission(TestHost.Permission).WithPrice(0.25m))
                .AddAgent("buys", async (execution, cancellationToken) =>
                {
                    var codes = new List<string>();
                    for (var i = 0; i < 4; i++)
                    {
                        codes.Add((await execution.Tools.DispatchAsync("buy", default(ContextValue), cancellationToken)).Error?.Code ?? "ok");
                    }

                    var left = await execution.Budget.LeftAsync(cancellationToken);
                    return AgentOutput.FromText($"{string.Join(' ', codes)}; {left.ToolCalls} {left.Money}");
                }),
            options => options.Budgets.PerRun = new BudgetLimits { ToolCalls = 10, Money = 0.60m });
        var context = host.Context();

        Assert.Equal("ok ok budget_exhausted budget_exhausted; 8 0.10", (await host.Core.ExecuteAsync("buys", context, "")).EnsureSuccess().Text);
        Assert.Equal(2, calls);
        Assert.Equal(2, (await host.AuditOf(context)).Count(entry => entry.Code == "budget_exhausted"));
    }

    [Fact]
    public async Task DispatchAsync_PersonSaysNo_GivesTheBudgetBack()
    {
        await using var host = new TestHost(
            builder => builder
                .AddTool("buy", "Buys.", () => "bought", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(TimeSpan.FromMinutes(5)))
                .AddAgent("buys", async (execution, cancellationToken) =>
                {
                    var result = await execution.Tools.DispatchAsync("buy", default(ContextValue), cancellationToken);
                    return AgentOutput.FromText($"{result.Error?.Code} {(await execution.Budget.LeftAsync(cancellationToken)).ToolCalls}");
                }),
            options => options.Budgets.PerRun = new BudgetLimits { ToolCalls = 1 });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("buys", context, "").AsTask();
        var asked = await Tools.ApprovalHost.AskedAsync(host, context);
        Assert.True(await host.Approvals.AnswerAsync(context, asked.ApprovalId, false));

        Assert.Equal("approval_refused 1", (await running.Soon()).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ReserveAsync_Degrade_GivesLessBeforeItRefuses()
    {
        BudgetDegradation? seen = null;
        await using var host = Host(new BudgetLimits { ModelTokens = 150 }, async (execution, cancellationToken) =>
        {
            var first = await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            var second = await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            return AgentOutput.FromText($"{first.IsReduced} {second.IsReduced} {second.Amount.ModelTokens}");
        }, options => options.Budgets.Degrade = asked =>
        {
            seen = asked;
            return new BudgetAmount { ModelTokens = asked.Shortage.Left.ModelTokens };
        });

        Assert.Equal("False True 50", await AnswerAsync(host));
        Assert.Equal(("spends", BudgetScope.Run, BudgetKind.ModelTokens, 100L), (seen!.AgentName, seen.Shortage.Scope, seen.Shortage.Kind, seen.Asked.ModelTokens));
    }

    [Fact]
    public async Task ExecuteAsync_BudgetOfTheRequest_NarrowsAndNeverWidens()
    {
        await using var host = Host(new BudgetLimits { ModelTokens = 150, ToolCalls = 3 }, async (execution, cancellationToken) =>
        {
            var left = await execution.Budget.LeftAsync(cancellationToken);
            return AgentOutput.FromText($"{left.ModelTokens} {left.ToolCalls}");
        });
        var request = new AgentRequest("") { Budget = new BudgetLimits { ModelTokens = 20, ToolCalls = 99 } };

        Assert.Equal("20 3", (await host.Core.ExecuteAsync("spends", host.Context(), request)).EnsureSuccess().Text);
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Core.ExecuteAsync("spends", host.Context(), new AgentRequest("") { Budget = new BudgetLimits { Money = -1 } }));
    }

    [Fact]
    public async Task ExecuteAsync_BudgetOfTheClass_IsTheOwners()
    {
        await using var host = Host(null, async (execution, cancellationToken) => AgentOutput.FromText($"{(await execution.Budget.LeftAsync(cancellationToken)).ModelTokens}"), options =>
        {
            options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 5 };
            options.Scheduling.ClassOf = owner => new OwnerClass("any") { Budget = owner.UserId.Value == "gold" ? new BudgetLimits { ModelTokens = 500 } : null };
        });

        Assert.Equal("500", await AnswerAsync(host, "gold"));
        Assert.Equal("5", await AnswerAsync(host));
    }

    [Fact]
    public async Task ExecuteAsync_WallTime_EndsTheRunAtItsLimitAndTheOwnersNextIsDenied()
    {
        var stage = new Stage();
        await using var host = Host(null, async (_, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText("late");
        }, options =>
        {
            options.Budgets.PerOwner = new BudgetLimits { WallTime = TimeSpan.FromSeconds(2.5) };
            options.WatchdogPeriod = TimeSpan.FromMilliseconds(50);
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("spends", context, "").AsTask();
        await stage.Reached.Soon();
        host.Advance(2.45);
        Assert.False(running.IsCompleted);
        host.Advance(0.1);

        var result = await running.Soon();
        Assert.Equal((ExecutionStatus.TimedOut, "budget_exhausted", TimeSpan.FromSeconds(2.5)), (result.Status, result.Error?.Code, result.Duration));
        var next = await host.Core.ExecuteAsync("spends", host.Context(), "");
        Assert.Equal((ExecutionStatus.Denied, "budget_exhausted"), (next.Status, next.Error?.Code));
        stage.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_WallTimeNotUsed_IsGivenBack()
    {
        await using var host = Host(null, async (execution, cancellationToken) => AgentOutput.FromText($"{(await execution.Budget.LeftAsync(cancellationToken)).WallTime}"), options =>
        {
            options.Budgets.PerOwner = new BudgetLimits { WallTime = TimeSpan.FromSeconds(3) };
            options.Budgets.WallTimeSlice = TimeSpan.FromSeconds(2);
        });

        Assert.Equal("00:00:01", await AnswerAsync(host));
        Assert.Equal("00:00:01", await AnswerAsync(host));
    }

    [Fact]
    public async Task ReserveAsync_LedgerThatFails_RefusesAndTellsNothingOfIt()
    {
        await using var host = Host(null, async (execution, cancellationToken) => AgentOutput.FromText($"{(await execution.Budget.ReserveAsync(Hundred, cancellationToken)).Error}"), register: builder =>
            builder.Services.AddSingleton<IBudgetLedger>(new BrokenLedger()));

        var answer = await AnswerAsync(host);
        Assert.Contains("budget_unavailable", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAsync_LedgerThatBlocks_HoldsUpNeitherTheCallerNorOtherRuns()
    {
        using var ledger = new BlockingLedger();
        await using var host = Host(null, async (execution, cancellationToken) =>
        {
            await execution.Budget.ReserveAsync(Hundred, cancellationToken);
            execution.Events.Text("held");
            await Task.Delay(Timeout.InfiniteTimeSpan, execution.TimeProvider, cancellationToken);
            return AgentOutput.FromText("");
        }, register: builder => builder.Services.AddSingleton<IBudgetLedger>(ledger));
        var context = host.Context();
        await foreach (var item in host.Core.StreamAsync("spends", context, ""))
        {
            if (item is AgentText)
            {
                Assert.True(await host.Core.CancelAsync(context, context.RunId));
            }
        }

        Assert.Equal("hello", (await host.Core.ExecuteAsync("echo", host.Context("bob"), "hello").AsTask().Soon()).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_NoLimits_CountsNothing()
    {
        await using var host = Host(null, async (execution, cancellationToken) =>
        {
            await (await execution.Budget.ReserveAsync(new BudgetAmount { Money = 1_000_000m }, cancellationToken)).EnsureGranted().SettleAsync(default);
            return AgentOutput.FromText($"{(await execution.Budget.LeftAsync(cancellationToken)).Money == decimal.MaxValue}");
        });

        Assert.Equal("True", await AnswerAsync(host));
        Assert.Equal(0, ((Netra.Agents.Scheduling.InMemoryBudgetLedger)host.Provider.GetRequiredService<IBudgetLedger>()).Owners);
    }

    private static TestHost Host(
        BudgetLimits? perRun, Func<AgentExecution, CancellationToken, ValueTask<AgentOutput>> agent, Action<NetraAgentsOptions>? configure = null, Action<INetraAgentsBuilder>? register = null) => new(
        builder =>
        {
            builder.AddAgent("spends", agent);
            register?.Invoke(builder);
        },
        options =>
        {
            options.Budgets.PerRun = perRun ?? BudgetLimits.None;
            configure?.Invoke(options);
        });

    private static async Task<string> AnswerAsync(TestHost host, string user = "alice") => (await host.Core.ExecuteAsync("spends", host.Context(user), "")).EnsureSuccess().Text;

    /// <summary>Blocks whoever settles, until the test is over.</summary>
    private sealed class BlockingLedger : IBudgetLedger, IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public ValueTask<BudgetShortage?> HoldAsync(BudgetHold hold, CancellationToken cancellationToken) => default;

        public ValueTask SettleAsync(BudgetHold hold, BudgetAmount spent)
        {
            _open.Wait(TimeSpan.FromSeconds(30));
            return default;
        }

        public ValueTask<BudgetAmount> TakenAsync(Owner owner, RunId? runId, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => default;

        public ValueTask EndRunAsync(Owner owner, RunId runId) => default;

        public void Dispose() => _open.Set();
    }

    private sealed class BrokenLedger : IBudgetLedger
    {
        public ValueTask<BudgetShortage?> HoldAsync(BudgetHold hold, CancellationToken cancellationToken) => throw new InvalidOperationException("secret");
        public ValueTask SettleAsync(BudgetHold hold, BudgetAmount spent) => throw new InvalidOperationException("secret");
        public ValueTask<BudgetAmount> TakenAsync(Owner owner, RunId? runId, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => throw new InvalidOperationException("secret");
        public ValueTask EndRunAsync(Owner owner, RunId runId) => throw new InvalidOperationException("secret");
    }
}
