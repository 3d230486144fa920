using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

/// <summary>A client on one connection: it sends messages, and keeps every frame that reaches it as the bytes that would be on the wire.</summary>
internal sealed class Client : IAgentEventSink
{
    private readonly IConnectionExecutor _executor;
    private readonly Func<AgentEvent, ValueTask>? _onFrame;

    internal Client(TestHost host, string user, string connectionId = "connection-1", Func<AgentEvent, ValueTask>? onFrame = null)
    {
        _executor = host.Provider.GetRequiredService<IConnectionExecutor>();
        _onFrame = onFrame;
        Owner = new Owner(new UserId(user));
        Connection = new AgentConnection(new ConnectionId(connectionId), Owner, this, Grants.Of(TestHost.Permission));
    }

    internal Owner Owner { get; }

    internal AgentConnection Connection { get; }

    internal ConcurrentQueue<AgentEvent> Events { get; } = new();

    internal ConcurrentQueue<string> Frames { get; } = new();

    internal IEnumerable<long> Sequences => Events.Select(item => item.Sequence);

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        if (_onFrame is not null)
        {
            await _onFrame(agentEvent);
        }

        Events.Enqueue(agentEvent);
        Frames.Enqueue(Encoding.UTF8.GetString(AgentEventJson.Serialize(agentEvent)));
    }

    internal async Task<ConnectionResponse> SendAsync(string message, CancellationToken cancellationToken = default) =>
        await _executor.ExecuteAsync(Connection, Encoding.UTF8.GetBytes(message), cancellationToken);

    internal Task<ConnectionResponse> RunAsync(string agent, string input = "", RunId? runId = null, CancellationToken cancellationToken = default) =>
        SendAsync($$"""{"type":"run","agent":"{{agent}}","input":"{{input}}"{{(runId is { } id ? $",\"run_id\":\"{id}\"" : "")}}}""", cancellationToken);

    internal Task<ConnectionResponse> ResumeAsync(RunId runId, long after = 0) =>
        SendAsync($$"""{"type":"resume","run_id":"{{runId}}","after_sequence":{{after}}}""");

    internal Task<ConnectionResponse> CancelAsync(RunId runId) => SendAsync($$"""{"type":"cancel","run_id":"{{runId}}"}""");

    internal Task<ConnectionResponse> ApproveAsync(ApprovalId approvalId, bool approved = true) =>
        SendAsync($$"""{"type":"approve","approval_id":"{{approvalId}}","approved":{{(approved ? "true" : "false")}}}""");

    internal static string Json(ConnectionResponse response) => Encoding.UTF8.GetString(response.ToUtf8Json());
}
