using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Netra.Agents.AspNetCore;

/// <summary>Agents for clients that speak AG-UI 1.0: one run, or the rest of one, for each request.</summary>
internal static class AgUiEndpoint
{
    internal static void Map(IEndpointRouteBuilder group, AgentEndpoints agents) => group.MapPost("ag-ui/{agent}", agents.For(RunAsync));

    private static async Task RunAsync(AgentEndpoints agents, HttpContext context, Caller caller)
    {
        if (await RequestBody.ReadAsync(context, agents.Options.MaxMessageBytes) is not { } body)
        {
            return;
        }

        if (AgUiInput.Read(body) is not { } input)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "The request is no RunAgentInput with a threadId, a runId and a last message of the user's, or answers to interrupts.");
            return;
        }

        if (input.Answers.Any(answer => answer.RunId != input.Answers[0].RunId))
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "Answers to interrupts are of one run.");
            return;
        }

        var stream = new EventStream(context, caller, agents) { Closing = AgUiStream.Closing };
        var records = new AgUiStream(stream, agents.Connections, input);
        var connection = new AgentConnection(new ConnectionId(context.TraceIdentifier), caller.Owner, records, caller.Grants);
        var agent = (string)context.Request.RouteValues["agent"]!;
        await stream.RunAsync(following => input.Answers.Count == 0
            ? BeginAsync(agents, connection, agent, input, following)
            : GoOnAsync(agents, connection, records, input.Answers, following));
    }

    private static async ValueTask<AgentError?> BeginAsync(AgentEndpoints agents, AgentConnection connection, string agent, AgUiInput input, CancellationToken following)
    {
        var message = RunEndpoints.Message("run", default, ("agent", agent), ("input", input.Said!), ("thread_id", input.Thread), ("run_id", input.Run.ToString()));
        return (await agents.Executor.ExecuteAsync(connection, message, following)).Error;
    }

    /// <summary>Gives the answers; then the run's events go on from where it asked.</summary>
    private static async ValueTask<AgentError?> GoOnAsync(AgentEndpoints agents, AgentConnection connection, AgUiStream records, IReadOnlyList<AgUiAnswer> answers, CancellationToken following)
    {
        foreach (var answer in answers.Where(answer => !answer.IsWait))
        {
            var message = RunEndpoints.Message("approve", default, ("run_id", answer.RunId), ("approval_id", answer.Id), ("approved", answer.IsApproved));
            if ((await agents.Executor.ExecuteAsync(connection, message, following)).Error is { } error)
            {
                return error;
            }
        }

        var last = answers[^1];
        foreach (var wait in answers.Where(answer => answer.IsWait && answer.IsResolved && answer != last))
        {
            using var first = new FirstEvent();
            var unseen = new AgentConnection(connection.Id, connection.Owner, first, connection.Grants);
            if ((await agents.Executor.ExecuteAsync(unseen, Answer(wait, 0), first.Seen)).Error is { } error && error.Code != AgentErrorCodes.ConnectionLost)
            {
                return error;
            }
        }

        if (last is { IsWait: true, IsResolved: false })
        {
            var refused = (await agents.Executor.ExecuteAsync(connection, RunEndpoints.Message("cancel", default, ("run_id", last.RunId)), following)).Error;
            await (refused is null ? records.CancelledAsync(following) : default);
            return refused;
        }

        var rest = last.IsWait ? Answer(last, last.AfterSequence) : RunEndpoints.Message("resume", default, ("run_id", last.RunId), ("after_sequence", last.AfterSequence));
        return (await agents.Executor.ExecuteAsync(connection, rest, following)).Error;
    }

    private static ReadOnlyMemory<byte> Answer(AgUiAnswer wait, long after) =>
        RunEndpoints.Message("answer", default, ("run_id", wait.RunId), ("wait_id", wait.Id), ("value", wait.Payload), ("after_sequence", after));
}
