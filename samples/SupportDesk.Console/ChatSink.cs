using Netra.Agents;

namespace SupportDesk.Terminal;

/// <summary>Prints an answer as it is written, and asks where the desk needs a yes.</summary>
internal sealed class ChatSink : IAgentEventSink
{
    internal Func<ToolApprovalRequested, Task>? Ask { get; set; }

    /// <summary>Why the last answer failed; null when it didn't.</summary>
    internal string? Problem { get; private set; }

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        switch (agentEvent)
        {
            case AgentTerminalEvent ended:
                Problem = ended.Error?.Message;
                break;
            case AgentText text:
                Console.Write(text.Text);
                break;
            case ToolApprovalRequested request when Ask is { } ask:
                await ask(request);
                break;
        }
    }
}
