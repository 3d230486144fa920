using System.Text;
using System.Text.Json;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>A client on connections that drop: it asks for a run, and resumes on a new connection after the last event that it got.</summary>
internal sealed class Client(World world, RunStart run) : IAgentEventSink
{
    private readonly SeenRun _seen = new($"client, run {run.Record.Index}", Observer.Reader, run.Record.Owner);
    private int _connections;
    private int _dropsAfter;

    internal async Task RunAsync()
    {
        run.Record.Seen.Add(_seen);
        var response = await SendAsync(RunMessage());
        for (var tries = 0; response.Error?.Code == AgentErrorCodes.ConnectionLost && tries < 12; tries++)
        {
            await world.PauseAsync(CancellationToken.None);
            response = await SendAsync($$"""{"type":"resume","run_id":"{{run.Record.RunId}}","after_sequence":{{_seen.Last}}}""");
        }

        world.Note($"client of run {run.Record.Index} got {response}");
        _seen.IsComplete = response.Status is not null;
        if (response.Succeeded && Secrets.Foreign(response.Output, run.Record.Owner) >= 0)
            world.Trace.Problems.Add($"the response to run {run.Record.Index} holds the secret of another owner");
        if (response.Status is not null && response.LastSequence != _seen.Last)
            world.Trace.Problems.Add($"the client of run {run.Record.Index} got events up to {_seen.Last}, and the response says {response.LastSequence}");
        if (response.Error is { Code: not (AgentErrorCodes.ShuttingDown or AgentErrorCodes.RunInProgress or AgentErrorCodes.ConnectionLost) })
            world.Trace.Problems.Add($"the client of run {run.Record.Index} was told {response.Error}");
    }

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        world.Scheduler.CheckThread("a connection was written to");
        if (--_dropsAfter == 0)
            throw new IOException("the connection is away");
        if (world.Random.Chance(20))
            await world.PauseAsync(cancellationToken);
        CheckFrame(agentEvent);
        world.See(_seen, agentEvent);
    }

    private async Task<ConnectionResponse> SendAsync(string message)
    {
        _dropsAfter = world.Random.Chance(40) ? 1 + world.Random.Next(6) : 0;
        using var lost = new CancellationTokenSource(TimeSpan.FromMilliseconds(world.Random.Chance(20) ? world.Random.Next(1_000) : 1_000_000), world.Clock);
        var connection = new AgentConnection(new ConnectionId($"c{run.Record.Index}.{++_connections}"), run.Owner, this, run.Grants);
        return await world.Host.Connections.ExecuteAsync(connection, Encoding.UTF8.GetBytes(message), lost.Token);
    }

    private string RunMessage()
    {
        var thread = world.Random.Chance(50) ? $"\"thread_id\":\"{run.Thread}\"," : "";
        return $$"""{"type":"run","agent":"{{run.Agent}}",{{thread}}"run_id":"{{run.Record.RunId}}","input":{{run.Input.ToJson()}}}""";
    }

    /// <summary>What goes over the wire is the same event, and nobody else's; looked at for some, because it costs as much as the rest together.</summary>
    private void CheckFrame(AgentEvent item)
    {
        if (!world.Random.Chance(5))
            return;
        var frame = AgentEventJson.Serialize(item);
        if (Secrets.Foreign(Encoding.UTF8.GetString(frame), run.Record.Owner) >= 0)
            world.Trace.Problems.Add($"a frame of run {run.Record.Index} holds the secret of another owner");
        try
        {
            var read = AgentEventJson.Deserialize(frame, run.Owner);
            if (read.EventId != item.EventId || read.FirstSequence != item.FirstSequence || read.GetType() != item.GetType() || read.IsTerminal != item.IsTerminal || read.EndsRun != item.EndsRun)
                world.Trace.Problems.Add($"the frame of {item} reads as {read}");
        }
        catch (JsonException e)
        {
            world.Trace.Problems.Add($"the frame of {item} can't be read: {e.Message}");
        }
    }
}
