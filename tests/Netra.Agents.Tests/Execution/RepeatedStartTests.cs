using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class RepeatedStartTests
{
    private int _runs;

    [Fact]
    public async Task ExecuteAsync_SameRunAfterItEnded_GivesTheRecordedResultWithoutRunning()
    {
        await using var host = Host();
        var context = host.Context();
        var first = await host.Core.ExecuteAsync("subject", context, "input");

        Assert.Same(first, await host.Core.ExecuteAsync("subject", context, "input"));
        Assert.Same(first, await host.Core.ExecuteAsync("subject", host.Context(runId: context.RunId), "input"));
        Assert.Equal(1, _runs);
        Assert.Equal(2, host.Log(context).Count);
    }

    [Fact]
    public async Task ExecuteAsync_SameRunThatFailed_GivesTheRecordedFailure()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", AgentOutput (_, _) =>
        {
            _runs++;
            throw new FormatException();
        }));
        var context = host.Context();
        var first = await host.Core.ExecuteAsync("subject", context, "input");

        Assert.Same(first, await host.Core.ExecuteAsync("subject", host.Context(runId: context.RunId), "input"));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task StreamAsync_SameRunAfterItEnded_GivesItsEventsAgain()
    {
        await using var host = Host();
        var context = host.Context();
        await host.Core.ExecuteAsync("subject", context, "input");
        var events = new List<AgentEvent>();

        await foreach (var item in host.Core.StreamAsync("subject", host.Context(runId: context.RunId), "input"))
        {
            events.Add(item);
        }

        Assert.Equal(host.Log(context), events);
        Assert.Equal(1, _runs);
    }

    [Theory]
    [InlineData("subject", "other input")]
    [InlineData("echo", "input")]
    public async Task ExecuteAsync_SameRunForAnotherAgentOrInput_Throws(string agent, string input)
    {
        await using var host = Host();
        var context = host.Context();
        await host.Core.ExecuteAsync("subject", context, "input");

        var byContext = await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Core.ExecuteAsync(agent, context, input));
        var byRunId = await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Core.ExecuteAsync(agent, host.Context(runId: context.RunId), input));

        Assert.StartsWith($"Run {context.RunId} was begun for agent 'subject', or with other input.", byContext.Message, StringComparison.Ordinal);
        Assert.Equal(byContext.Message, byRunId.Message);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task ExecuteAsync_RunIdOfAnotherOwner_IsARunOfItsOwnThatLearnsNothing()
    {
        await using var host = Host();
        var alices = host.Context("alice");
        var first = await host.Core.ExecuteAsync("subject", alices, "of alice");
        var bobs = host.Context("bob", runId: alices.RunId);

        var second = await host.Core.ExecuteAsync("subject", bobs, "of bob");

        Assert.Equal("of alice", first.EnsureSuccess().Text);
        Assert.Equal("of bob", second.EnsureSuccess().Text);
        Assert.Equal(2, _runs);
        Assert.All(host.Log(bobs), item => Assert.Equal(bobs.Owner, item.Owner));
        Assert.All(host.Log(alices), item => Assert.Equal(alices.Owner, item.Owner));
    }

    [Fact]
    public async Task ExecuteAsync_RepeatedStart_SendsNothingMoreToSinks()
    {
        var sink = new RecordingEventSink();
        await using var host = new TestHost(builder => builder.AddEventSink(sink).AddAgent("subject", (execution, _) => AgentOutput.FromValue(execution.Input)));
        var context = host.Context();
        await host.Core.ExecuteAsync("subject", context, "input");
        await host.Core.ExecuteAsync("subject", host.Context(runId: context.RunId), "input");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Core.ExecuteAsync("subject", host.Context(runId: context.RunId), "other"));
        var expected = host.Log(context);

        await host.Provider.DisposeAsync();

        Assert.Equal(expected, sink.EventsOf(context.Owner));
    }

    [Fact]
    public async Task ExecuteAsync_SameRunManyTimesAtOnce_RunsOnce()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) =>
        {
            Interlocked.Increment(ref _runs);
            await stage.Released;
            return AgentOutput.FromText("");
        }));
        var runId = RunId.New();
        using var start = new Barrier(8);

        var starts = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var context = host.Context(runId: runId);
                start.SignalAndWait();
                return host.Core.ExecuteAsync("subject", context, "input").AsTask();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var running = await Task.WhenAll(starts);
        stage.Release();
        var results = await Task.WhenAll(running);

        Assert.Equal(1, _runs);
        Assert.Single(results, result => result.Succeeded);
        Assert.Equal(7, results.Count(result => result.Error?.Code == "run_in_progress"));
        RunInvariants.Check(await host.EventsAsync(host.Context(), runId));
    }

    private TestHost Host() => new(builder => builder.AddAgent("subject", (execution, _) =>
    {
        Interlocked.Increment(ref _runs);
        return AgentOutput.FromValue(execution.Input);
    }));
}
