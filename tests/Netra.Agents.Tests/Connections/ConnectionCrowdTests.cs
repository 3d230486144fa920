using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

/// <summary>Fifty owners on connections of the same names, each with a secret of its own in everything that it asks and is told.</summary>
public sealed class ConnectionCrowdTests
{
    private const int Owners = 50, ConnectionsEach = 3, RunsEach = 4;

    [Fact]
    public async Task Execute_FiftyOwnersAtOnce_NoFrameHoldsAnothersSecret()
    {
        await using var host = new TestHost(builder => builder.AddAgent("talk", async (execution, _) =>
        {
            var secret = execution.Input.AsString();
            execution.Events.Text($"{secret} ");
            await execution.State.SetAsync(StateScope.User, "secret", secret);
            await Task.Yield();
            var told = (await execution.Tools.DispatchAsync("echo", ContextValue.Map(("text", secret)))).EnsureSuccess();
            var kept = await execution.State.GetAsync(StateScope.User, "secret");
            execution.Events.Progress(kept!.Value.AsString());
            var part = (await execution.CallAgentAsync("echo", secret)).EnsureSuccess();
            return AgentOutput.FromText($"{told.AsString()} {part.Text}");
        }));
        var secrets = Enumerable.Range(0, Owners).Select(_ => $"secret-{NewId.Create(TimeProvider.System, SystemEntropySource.Instance):N}").ToArray();

        var clients = await Task.WhenAll(
            from owner in Enumerable.Range(0, Owners)
            from connection in Enumerable.Range(0, ConnectionsEach)
            select Task.Run(() => TalkAsync(host, $"user-{owner}", $"connection-{connection}", secrets[owner]))).Soon();

        var frames = 0;
        foreach (var (client, responses) in clients.SelectMany(talk => talk))
        {
            var own = secrets[int.Parse(client.Owner.UserId.Value[5..], System.Globalization.CultureInfo.InvariantCulture)];
            Assert.All(client.Events, item => Assert.Equal(client.Owner, item.Owner));
            foreach (var text in client.Frames.Concat(responses.Select(Client.Json)))
            {
                frames++;
                Assert.DoesNotContain("secret-", text.Replace(own, "", StringComparison.Ordinal), StringComparison.Ordinal);
            }

            Assert.Contains(client.Frames, frame => frame.Contains(own, StringComparison.Ordinal));
        }

        Assert.True(frames > Owners * ConnectionsEach * RunsEach * 9, $"Only {frames} frames were looked at.");
    }

    /// <summary>Runs some agents, each over a connection that is lost on the way and one that takes up where it was.</summary>
    private static async Task<List<(Client Client, List<ConnectionResponse> Responses)>> TalkAsync(TestHost host, string user, string connectionId, string secret)
    {
        var talked = new List<(Client, List<ConnectionResponse>)>();
        for (var run = 0; run < RunsEach; run++)
        {
            var (runId, lostAt) = (RunId.New(), 2 + (run * 2));
            var first = new Client(host, user, connectionId, item => item.Sequence == lostAt ? throw new IOException() : ValueTask.CompletedTask);
            var lost = await first.RunAsync("talk", secret, runId);
            Assert.Equal(AgentErrorCodes.ConnectionLost, lost.Error?.Code);
            var second = new Client(host, user, connectionId);
            var rest = await second.ResumeAsync(runId, lost.LastSequence);
            Assert.Equal(("agent_completed", $"{secret} {secret}"), (rest.Status, rest.Output.AsString()));
            Assert.Equal(Enumerable.Range(1, (int)rest.LastSequence).Select(i => (long)i), first.Sequences.Concat(second.Sequences));
            if (lostAt > 2)
            {
                talked.Add((first, [lost]));
            }

            talked.Add((second, [rest]));
        }

        return talked;
    }
}
