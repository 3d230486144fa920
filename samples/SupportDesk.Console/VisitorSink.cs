using System.Text.Json;
using Netra.Agents;

namespace SupportDesk.Terminal;

/// <summary>A customer's client: counts its events, checks whose they are, and says yes when the desk asks whether to go on.</summary>
internal sealed class VisitorSink(Row row, Owner owner) : IAgentEventSink
{
    /// <summary>Events of somebody else. There must be none.</summary>
    internal int Foreign { get; private set; }

    internal Func<byte[], Task>? Answer { get; set; }

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref row.Events);
        row.Now = agentEvent switch
        {
            ToolExecuting tool => $"→ {tool.ToolName}",
            ToolCompleted tool => $"← {tool.ToolName}",
            ToolApprovalRequested tool => $"? {tool.ToolName}",
            _ => agentEvent.WireName,
        };
        if (agentEvent.Owner != owner)
        {
            Foreign++;
        }

        if (agentEvent is ToolApprovalRequested request && Answer is { } answer)
        {
            await answer(JsonSerializer.SerializeToUtf8Bytes(new { type = "approve", approval_id = request.ApprovalId.ToString(), approved = true }));
        }
    }
}
