using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.State;

public sealed class ThreadHistoryTests
{
    [Fact]
    public async Task ReadLast_NothingSaid_IsEmpty()
    {
        await using var host = new TestHost();

        Assert.Empty(await host.State.History(host.Context()).ReadLastAsync(10));
    }

    [Fact]
    public async Task Add_SeveralTurns_AreReadInOrderFromTheEnd()
    {
        await using var host = new TestHost();
        var context = host.Context();
        var history = host.State.History(context);
        for (var i = 1; i <= 12; i++)
        {
            var turn = await history.AddAsync(i % 2 == 0 ? "assistant" : "user", ContextValue.Map(("text", $"{i}")));
            Assert.Equal(i, turn.Sequence);
        }

        var last = await host.State.History(host.Context()).ReadLastAsync(3);

        Assert.Equal([10L, 11, 12], last.Select(turn => turn.Sequence));
        Assert.Equal(
            new HistoryTurn(12, "assistant", ContextValue.Map(("text", "12")), HistoryTurnStatus.Completed, context.RunId, host.Clock.GetUtcNow()), last[2]);
        Assert.Equal(12, (await history.ReadLastAsync(1_000)).Count);
    }

    [Fact]
    public async Task History_OfAnotherThreadOrOwner_IsApart()
    {
        await using var host = new TestHost();
        await host.State.History(host.Context()).AddAsync("user", "hers");

        Assert.Empty(await host.State.History(host.Context("bob")).ReadLastAsync(10));
        Assert.Empty(await host.State.History(UserExecutionContext.FromRequest(new UserId("alice"), new ThreadId("other"))).ReadLastAsync(10));
    }

    [Fact]
    public async Task Begin_ByAnAgent_IsOpenUntilItIsCompleted()
    {
        var seen = new List<(HistoryTurnStatus, string)>();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            await execution.History.AddAsync("user", "question");
            var turn = await execution.History.BeginAsync("assistant");
            await SeeAsync();
            Assert.True((await turn.SaveAsync("ans")).Succeeded);
            await SeeAsync();
            Assert.True((await turn.CompleteAsync("answer")).Succeeded);
            await SeeAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await turn.SaveAsync("more"));
            return AgentOutput.FromText("answer");

            async Task SeeAsync()
            {
                var last = (await execution.History.ReadLastAsync(2))[1];
                seen.Add((last.Status, last.Content.Text));
            }
        }));

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Equal([(HistoryTurnStatus.Open, ""), (HistoryTurnStatus.Open, "ans"), (HistoryTurnStatus.Completed, "answer")], seen);
        Assert.Equal(["question", "answer"], (await host.State.History(host.Context()).ReadLastAsync(10)).Select(turn => turn.Content.Text));
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("failed")]
    [InlineData("died")]
    [InlineData("ended without completing it")]
    public async Task Begin_ExecutionEndsBeforeItsTurn_KeepsThePartAsInterrupted(string end)
    {
        using var stage = new Stage();
        OpenTurn? turn = null;
        await using var host = new TestHost(builder => builder.AddAgent(
            "subject", async (execution, _) =>
            {
                turn = await execution.History.BeginAsync("assistant");
                await turn.SaveAsync("half an ans");
                switch (end)
                {
                    case "failed": throw new FormatException();
                    case "cancelled" or "died": await stage.HangAsync(); break;
                }

                return AgentOutput.FromText("");
            },
            new AgentTimeouts { Idle = TimeSpan.FromSeconds(5) }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        if (end is "cancelled" or "died")
        {
            await stage.Reached.Soon();
            Assert.Equal(HistoryTurnStatus.Open, (await host.State.History(host.Context()).ReadLastAsync(1))[0].Status);
            if (end == "cancelled")
            {
                Assert.True(await host.Core.CancelAsync(context, context.RunId));
            }
            else
            {
                host.Advance(6);
            }
        }

        await running.Soon();

        await AssertInterruptedAsync();
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await turn!.CompleteAsync("the zombie's"));
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await turn!.SaveAsync("the zombie's"));
        await AssertInterruptedAsync();
        await host.State.History(host.Context()).AddAsync("user", "are you there?");
        await AssertInterruptedAsync();

        async Task AssertInterruptedAsync()
        {
            var read = (await host.State.History(host.Context()).ReadLastAsync(10))[0];
            Assert.Equal((HistoryTurnStatus.Interrupted, "half an ans", context.RunId), (read.Status, read.Content.Text, read.RunId));
        }
    }

    [Fact]
    public async Task Begin_ProcessIsGone_ReadsAsInterruptedAndItsLateWriterMeetsAConflict()
    {
        using var stage = new Stage();
        OpenTurn? turn = null;
        using var store = new InMemoryStateStore();
        await using var gone = Host(store, builder => builder.AddAgent("subject", async (execution, _) =>
        {
            turn = await execution.History.BeginAsync("assistant", "half");
            await stage.HangAsync();
            return AgentOutput.FromText("");
        }));
        await using var next = Host(store);
        var running = gone.Core.ExecuteAsync("subject", gone.Context(), "").AsTask();
        await stage.Reached.Soon();

        var read = (await next.State.History(next.Context()).ReadLastAsync(1))[0];
        Assert.Equal((HistoryTurnStatus.Interrupted, "half"), (read.Status, read.Content.Text));
        await next.State.History(next.Context()).AddAsync("user", "again");

        // Its own process still takes it for live: only the version tells it that the turn was given up.
        var late = await turn!.CompleteAsync("the zombie's");
        Assert.True(late.IsConflict);
        Assert.True((await turn.SaveAsync("the zombie's")).IsConflict);
        Assert.Equal(["half", "again"], (await next.State.History(next.Context()).ReadLastAsync(10)).Select(one => one.Content.Text));
        Assert.Equal(HistoryTurnStatus.Interrupted, (await gone.State.History(gone.Context()).ReadLastAsync(10))[0].Status);
        stage.Release();
        await running.Soon();
    }

    [Fact]
    public async Task Begin_ByAContextWithoutARun_IsRefused()
    {
        await using var host = new TestHost();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.State.History(host.Context()).BeginAsync("assistant"));
        Assert.Empty(await host.State.History(host.Context()).ReadLastAsync(1));
    }

    [Fact]
    public async Task Add_ByAContextWhoseRunHasEnded_IsFenced()
    {
        await using var host = new TestHost();
        var context = host.Context();
        (await host.Core.ExecuteAsync("echo", context, "")).EnsureSuccess();

        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.History(context).AddAsync("user", "late"));
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.History(context).BeginAsync("assistant"));
    }

    [Fact]
    public async Task Add_ManyAtOnce_AllGetAPlace()
    {
        await using var host = new TestHost();

        var turns = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () => await host.State.History(host.Context()).AddAsync("user", i))));

        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), turns.Select(turn => turn.Sequence).Order());
        Assert.Equal(60, (await host.State.History(host.Context()).ReadLastAsync(100)).Count);
    }

    [Fact]
    public async Task KeepLast_Less_TakesAwayTheOldest()
    {
        await using var host = new TestHost(configure: options => options.HistoryTurnsPerThread = 20);
        var history = host.State.History(host.Context());
        for (var i = 1; i <= 30; i++)
        {
            await history.AddAsync("user", i);
        }

        Assert.Equal(Enumerable.Range(11, 20).Select(i => (long)i), (await history.ReadLastAsync(100)).Select(turn => turn.Sequence));
        await history.KeepLast(2).AddAsync("user", 31);
        Assert.Equal([30L, 31], (await history.ReadLastAsync(100)).Select(turn => turn.Sequence));
        Assert.Throws<ArgumentOutOfRangeException>(() => history.KeepLast(0));
    }

    [Fact]
    public async Task Begin_FellOutOfTheHistory_CompletingItIsAConflict()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            var turn = await execution.History.BeginAsync("assistant");
            for (var i = 0; i < 3; i++)
            {
                await execution.History.KeepLast(2).AddAsync("tool", i);
            }

            return AgentOutput.FromValue((await turn.CompleteAsync("answer")).IsConflict);
        }));

        Assert.True((await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess().Value.AsBoolean());
        Assert.Equal(2, (await host.State.History(host.Context()).ReadLastAsync(100)).Count);
    }

    [Fact]
    public async Task Clear_Thread_ForgetsTheConversation()
    {
        await using var host = new TestHost();
        await host.State.History(host.Context()).AddAsync("user", "secret");

        (await host.State.CommitAsync(host.Context(), new StateBatch().Clear(StateScope.Thread))).EnsureSuccess();

        Assert.Empty(await host.State.History(host.Context()).ReadLastAsync(10));
        Assert.Equal(1, (await host.State.History(host.Context()).AddAsync("user", "anew")).Sequence);
    }

    [Fact]
    public async Task Names_OfTheLibrary_CannotBeWritten()
    {
        await using var host = new TestHost();
        await host.State.History(host.Context()).AddAsync("user", "said");
        var names = (await host.State.ListAsync(host.Context(), StateScope.Thread)).Names.ToArray();

        Assert.Equal(2, names.Length);
        foreach (var name in names)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await host.State.SetAsync(host.Context(), StateScope.Thread, name, "forged"));
            await Assert.ThrowsAsync<ArgumentException>(async () => await host.State.DeleteAsync(host.Context(), StateScope.Thread, name));
            await Assert.ThrowsAsync<ArgumentException>(async () => await host.State.CommitAsync(host.Context(), new StateBatch().Append(StateScope.Thread, name, 1)));
        }
    }

    [Fact]
    public async Task Begin_Completed_IsNotLookedAtAgain()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await (await execution.History.BeginAsync("assistant")).CompleteAsync(i);
            }

            return AgentOutput.FromText("");
        }));
        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        await host.State.History(host.Context()).AddAsync("user", "next");

        Assert.Equal(0, (await host.State.GetAsync(host.Context(), StateScope.Thread, HistoryHead.Name))!.Value["open"].Count);
    }

    [Fact]
    public async Task Add_ATurnThatTheHeadDoesNotKnowOf_IsNotWrittenOver()
    {
        using var store = new InMemoryStateStore();
        await using var host = Host(store);
        for (var i = 0; i < 3; i++)
        {
            await host.State.History(host.Context()).AddAsync("user", $"old {i}");
        }

        (await store.CommitAsync(StateWrite.Delete(StateKey.For(host.Context(), StateScope.Thread, HistoryHead.Name)), null, CancellationToken.None)).EnsureSuccess();

        Assert.Equal(4, (await host.State.History(host.Context()).AddAsync("user", "new")).Sequence);
        Assert.Equal(["old 0", "old 1", "old 2", "new"], (await host.State.History(host.Context()).ReadLastAsync(10)).Select(turn => turn.Content.Text));
    }

    private static TestHost Host(IStateStore store, Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        builder.Services.AddSingleton(store);
        register?.Invoke(builder);
    });
}
