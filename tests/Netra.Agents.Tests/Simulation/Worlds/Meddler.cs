using System.Text;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Another owner who knows every id of a run, and tries what can be tried with them.</summary>
internal sealed class Meddler(World world, RunStart run, int owner) : IAgentEventSink
{
    private bool _gotEvents;

    internal async Task MeddleAsync()
    {
        for (var tries = world.Random.Pick([1, 1, 2]); tries > 0; tries--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1_200)), world.Clock);
            switch (world.Random.Next(5))
            {
                case 0: Note("cancel", await world.Host.Core.CancelAsync(Context(), run.Record.RunId)); break;
                case 1: Note("subscribe", await SubscribeAsync()); break;
                case 2: Note("resume", await SendAsync($$"""{"type":"resume","run_id":"{{run.Record.RunId}}"}""") || _gotEvents); break;
                case 3: Note("cancel by connection", await SendAsync($$"""{"type":"cancel","run_id":"{{run.Record.RunId}}"}""")); break;
                default: Note("read state", await ReadStateAsync()); break;
            }
        }
    }

    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        _gotEvents = true;
        return ValueTask.CompletedTask;
    }

    private async Task<bool> SubscribeAsync()
    {
        try
        {
            await foreach (var _ in world.Host.Core.SubscribeAsync(Context(), run.Record.RunId))
                return true;
            return true;
        }
        catch (RunNotFoundException)
        {
            return false;
        }
    }

    private async Task<bool> SendAsync(string message)
    {
        var connection = new AgentConnection(new ConnectionId("meddler"), world.Trace.Owners[owner], this, Grants.Of(Tools.Permission));
        var response = await world.Host.Connections.ExecuteAsync(connection, Encoding.UTF8.GetBytes(message), CancellationToken.None);
        return response.Succeeded || response.Error!.Code is not (AgentErrorCodes.NotFound or AgentErrorCodes.AuditUnavailable);
    }

    private async Task<bool> ReadStateAsync()
    {
        var note = await world.Host.State.GetAsync(Context(), world.Random.Pick([StateScope.Thread, StateScope.User]), "note");
        return note is not null && Secrets.Foreign(note.Value, owner) >= 0;
    }

    private void Note(string what, bool succeeded) =>
        world.Trace.Attempts.Add(new Attempt($"{what} of run {run.Record.Index} by owner {owner}", IsForbidden: true, HadEffect: succeeded));

    private UserExecutionContext Context() => UserExecutionContext.FromRequest(world.Trace.Owners[owner], run.Thread, Grants.Of(Tools.Permission), world.Options(null));
}
