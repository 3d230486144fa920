using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

public sealed class ConnectionResumeTests
{
    private const int Events = 7;

    public static TheoryData<int> EveryEvent => [.. Enumerable.Range(1, Events)];

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public Task Resume_ConnectionLostAtAnyEvent_GetsExactlyTheRest(int lostAt) => LostAsync(lostAt, () => throw new IOException("gone"));

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public Task Resume_ConnectionThrowsTheLibrarysOwnException_IsLostAllTheSame(int lostAt) => LostAsync(lostAt, () => throw new NetraAgentsException("gone"));

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public Task Resume_ConnectionCancelledAtAnyEvent_GetsExactlyTheRest(int lostAt) => LostAsync(lostAt, () => throw new OperationCanceledException());

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public async Task Resume_AfterAnySequence_GetsTheRestOfAnEndedRunAndItsAnswer(int seen)
    {
        await using var host = Host(new TaskCompletionSource(), released: true);
        var alice = new Client(host, "alice");
        var whole = await alice.RunAsync("talk").Soon();

        var back = new Client(host, "alice", "connection-2");
        var rest = await back.ResumeAsync(whole.RunId!.Value, seen).Soon();

        Assert.Equal(alice.Frames.Skip(seen), back.Frames);
        Assert.Equal(Client.Json(whole).Replace("\"run\"", "\"resume\"", StringComparison.Ordinal), Client.Json(rest));
    }

    [Fact]
    public async Task Resume_FromTheStartOnSeveralConnections_GivesAllToEach()
    {
        var gate = new TaskCompletionSource();
        await using var host = Host(gate);
        var runId = RunId.New();
        var running = new Client(host, "alice").RunAsync("talk", "", runId);
        var others = Enumerable.Range(0, 5).Select(i => new Client(host, "alice", $"connection-{i}")).ToList();
        var resuming = others.Select(other => other.ResumeAsync(runId)).ToList();
        gate.SetResult();

        var whole = await running.Soon();
        Assert.All(await Task.WhenAll(resuming).Soon(), response => Assert.Equal((whole.Status, whole.LastSequence, whole.Output), (response.Status, response.LastSequence, response.Output)));
        Assert.All(others, other => Assert.Equal(Enumerable.Range(1, Events).Select(i => (long)i), other.Sequences));
    }

    [Fact]
    public async Task Resume_BeyondWhatTheRunHas_IsRefusedWithTheValue()
    {
        await using var host = Host(new TaskCompletionSource(), released: true);
        var alice = new Client(host, "alice");
        var runId = (await alice.RunAsync("talk").Soon()).RunId!.Value;

        var refused = await alice.ResumeAsync(runId, Events + 1).Soon();

        Assert.Equal(
            $$"""{"type":"error","request":"resume","run_id":"{{runId}}","code":"invalid_message","message":"\u0027after_sequence\u0027 8 is beyond what the run has."}""",
            Client.Json(refused));
    }

    [Fact]
    public async Task Run_TokenOfTheConnectionCancelled_TheRunGoesOnToItsEnd()
    {
        var gate = new TaskCompletionSource();
        await using var host = Host(gate);
        using var life = new CancellationTokenSource();
        var (alice, runId) = (new Client(host, "alice"), RunId.New());
        var running = alice.RunAsync("talk", "", runId, life.Token);
        await life.CancelAsync();

        var lost = await running.Soon();
        gate.SetResult();

        Assert.Equal(AgentErrorCodes.ConnectionLost, lost.Error?.Code);
        Assert.Equal("agent_completed", (await new Client(host, "alice").ResumeAsync(runId, lost.LastSequence).Soon()).Status);
    }

    [Fact]
    public async Task Run_ConnectionThatHangs_HoldsUpNeitherTheRunNorOthers()
    {
        await using var host = Host(new TaskCompletionSource(), released: true);
        var (never, runId) = (new TaskCompletionSource(), RunId.New());
        var hanging = new Client(host, "alice", onFrame: async _ => await never.Task).RunAsync("talk", "", runId);

        var resumed = await new Client(host, "alice").ResumeAsync(runId).Soon();

        Assert.Equal("agent_completed", resumed.Status);
        Assert.False(hanging.IsCompleted);
        never.SetResult();
        Assert.Equal("agent_completed", (await hanging.Soon()).Status);
    }

    private static async Task LostAsync(int lostAt, Action lose)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(gate, released: lostAt == Events);
        var runId = RunId.New();
        var alice = new Client(host, "alice", onFrame: item =>
        {
            if (item.Sequence == lostAt)
            {
                lose();
            }

            return ValueTask.CompletedTask;
        });

        var lost = await alice.RunAsync("talk", "", runId).Soon();

        Assert.Equal((AgentErrorCodes.ConnectionLost, lostAt - 1, runId), (lost.Error?.Code, lost.LastSequence, lost.RunId));
        Assert.Equal($"The connection was lost after event {lostAt - 1}; the run goes on. Resume it after that sequence.", lost.Error?.Message);

        // All but the last event were lost while the run was still at work.
        gate.TrySetResult();
        var back = new Client(host, "alice", "connection-2");
        var rest = await back.ResumeAsync(runId, lost.LastSequence).Soon();

        Assert.Equal(("agent_completed", Events, "done"), (rest.Status, rest.LastSequence, rest.Output.AsString()));
        Assert.Equal(Enumerable.Range(1, lostAt - 1).Select(i => (long)i), alice.Sequences);
        Assert.Equal(Enumerable.Range(lostAt, Events - lostAt + 1).Select(i => (long)i), back.Sequences);
        RunInvariants.Check([.. alice.Events, .. back.Events]);
    }

    private static TestHost Host(TaskCompletionSource gate, bool released = false)
    {
        if (released)
        {
            gate.SetResult();
        }

        return new TestHost(builder => builder.AddAgent("talk", async (execution, _) =>
        {
            execution.Events.Text("one ");
            await execution.Tools.DispatchAsync("echo", ContextValue.Null);
            execution.Events.Progress("half", 0.5);
            execution.Events.Text("two");
            await gate.Task;
            return AgentOutput.FromText("done");
        }));
    }
}
