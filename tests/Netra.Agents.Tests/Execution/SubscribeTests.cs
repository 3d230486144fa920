using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class SubscribeTests
{
    [Fact]
    public async Task SubscribeAsync_JoinsLate_GetsEverythingFromTheFirstToTheLast()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        var late = host.EventsAsync(host.Context(), context.RunId);
        stage.Release();
        await running;

        var events = await late;
        RunInvariants.Check(events);
        Assert.Equal(["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_text", "agent_completed"], events.Select(item => item.WireName));
        Assert.Equal(events, await host.EventsAsync(host.Context(), context.RunId));
    }

    [Fact]
    public async Task SubscribeAsync_ResumesAfterEachSequence_GetsTheRestAndNothingTwice()
    {
        using var stage = new Stage();
        stage.Release();
        await using var host = Host(stage);
        var context = host.Context();
        await host.Core.ExecuteAsync("subject", context, "");
        var all = host.Log(context);

        for (var after = 0; after <= all.Count; after++)
        {
            Assert.Equal(all.Skip(after), await host.EventsAsync(host.Context(), context.RunId, after));
        }
    }

    [Fact]
    public async Task SubscribeAsync_ResumesWhileTheRunIsLive_GetsTheRest()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var resumed = Enumerable.Range(0, 3).Select(after => host.EventsAsync(host.Context(), context.RunId, after)).ToArray();

        stage.Release();
        await running;

        var all = host.Log(context);
        for (var after = 0; after < resumed.Length; after++)
        {
            Assert.Equal(all.Skip(after), await resumed[after]);
        }
    }

    [Fact]
    public async Task SubscribeAsync_OtherOwnerOrUnknownRun_IsTheSameAnswer()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var unknown = RunId.New();

        var others = await Assert.ThrowsAsync<RunNotFoundException>(() => host.EventsAsync(host.Context("mallory"), context.RunId));
        var nobodys = await Assert.ThrowsAsync<RunNotFoundException>(() => host.EventsAsync(host.Context("mallory"), unknown));
        var beyond = await Assert.ThrowsAsync<RunNotFoundException>(() => host.EventsAsync(host.Context("mallory"), context.RunId, 1_000));

        Assert.Equal(nobodys.Message.Replace(unknown.ToString(), context.RunId.ToString(), StringComparison.Ordinal), others.Message);
        Assert.Equal(others.Message, beyond.Message);
        stage.Release();
        await running;
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public async Task SubscribeAsync_AfterWhatTheRunDoesNotHave_IsRefused(long after)
    {
        using var stage = new Stage();
        stage.Release();
        await using var host = Host(stage);
        var context = host.Context();
        await host.Core.ExecuteAsync("subject", context, "");
        Assert.Equal(6, host.Log(context).Count);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.EventsAsync(context, context.RunId, after));
    }

    [Fact]
    public async Task SubscribeAsync_TwoReaders_EachGetsEverything()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var (first, second) = (host.EventsAsync(host.Context(), context.RunId), host.EventsAsync(host.Context(), context.RunId));

        stage.Release();
        await running;

        Assert.Equal(host.Log(context), await first);
        Assert.Equal(host.Log(context), await second);
    }

    [Fact]
    public async Task SubscribeAsync_ReaderGivesUp_TheRunAndTheOtherReaderGoOn()
    {
        using var stage = new Stage();
        using var leaving = new CancellationTokenSource();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var other = host.EventsAsync(host.Context(), context.RunId);
        var left = ReadAsync(host.Core.SubscribeAsync(host.Context(), context.RunId, 0, leaving.Token));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        stage.Release();
        Assert.True((await running).Succeeded);
        Assert.Equal(host.Log(context), await other);
    }

    [Fact]
    public async Task StreamAsync_ReaderLeavesAfterTheFirstEvent_TheRunCompletes()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        await foreach (var first in host.Core.StreamAsync("subject", context, ""))
        {
            Assert.IsType<AgentStarted>(first);
            break;
        }

        await stage.Reached;
        stage.Release();

        var events = await host.EventsAsync(host.Context(), context.RunId);
        Assert.IsType<AgentCompleted>(events[^1]);
        RunInvariants.Check(events);
    }

    [Fact]
    public async Task StreamAsync_TokenCancelled_EndsTheReadingOnly()
    {
        using var stage = new Stage();
        using var leaving = new CancellationTokenSource();
        await using var host = Host(stage);
        var context = host.Context();
        var reading = ReadAsync(host.Core.StreamAsync("subject", context, "", leaving.Token));
        await stage.Reached;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        stage.Release();
        Assert.IsType<AgentCompleted>((await host.EventsAsync(host.Context(), context.RunId))[^1]);
    }

    [Fact]
    public async Task StreamAsync_NotRead_BeginsNothing()
    {
        await using var host = new TestHost();
        var context = host.Context();

        var unread = host.Core.StreamAsync("echo", context, "");

        Assert.NotNull(unread);
        Assert.Throws<RunNotFoundException>(() => host.Log(context));
    }

    private static TestHost Host(Stage stage) => new(builder => builder.AddAgent("subject", async (execution, _) =>
    {
        execution.Events.Thinking("first");
        await stage.HangAsync();
        (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
        execution.Events.Text("last");
        return AgentOutput.FromText("");
    }));

    private static async Task ReadAsync(IAsyncEnumerable<AgentEvent> events)
    {
        await foreach (var item in events)
        {
            Assert.NotNull(item);
        }
    }
}
