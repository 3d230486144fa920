using System.Text;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>What a run says, as updates: its pieces as they come, then what they leave to say of the answer.</summary>
internal sealed class NetraAIAgentResponse(AIAgent agent, RunId runId)
{
    private readonly StringBuilder _pieces = new();
    private readonly string _responseId = runId.ToString();

    /// <summary>The update for an event; null when it has none. Only the agent itself is heard, not those that it calls.</summary>
    internal AgentResponseUpdate? Of(AgentEvent item)
    {
        switch (item)
        {
            case AgentText { ParentExecutionId: null, Text: { Length: > 0 } text }:
                _pieces.Append(text);
                return Update(item.Timestamp, "pieces", new TextContent(text));
            case AgentThinking { ParentExecutionId: null, Text: { Length: > 0 } thought }:
                return Update(item.Timestamp, "pieces", new TextReasoningContent(thought));
            default:
                return null;
        }
    }

    /// <summary>What is left when the pieces are told: the rest of the answer, or all of it as a message of its own when the pieces are not its beginning.</summary>
    internal AgentResponseUpdate Last(AgentOutput output)
    {
        var answer = output.Text;
        var told = _pieces.ToString();
        var goesOn = answer.StartsWith(told, StringComparison.Ordinal);
        return Update(null, goesOn ? "pieces" : "answer", Contents(output, goesOn ? answer[told.Length..] : answer));
    }

    internal AgentResponse Whole(AgentOutput output)
    {
        var last = Update(null, "answer", Contents(output, output.Text));
        return new AgentResponse(new ChatMessage(ChatRole.Assistant, [.. last.Contents.Where(content => content is not UsageContent)]) { AuthorName = agent.Name, MessageId = last.MessageId })
        {
            AgentId = agent.Id,
            ResponseId = _responseId,
            Usage = UsageOf(output),
            FinishReason = ChatFinishReason.Stop,
        };
    }

    private static AIContent[] Contents(AgentOutput output, string text)
    {
        var contents = new List<AIContent>(3);
        if (text.Length > 0)
        {
            contents.Add(new TextContent(text));
        }

        if (output.IsDegraded)
        {
            contents.Add(new ErrorContent("The answer is a fallback for what was asked.") { ErrorCode = "degraded" });
        }

        if (UsageOf(output) is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return [.. contents];
    }

    private static UsageDetails? UsageOf(AgentOutput output) => output.Usage is not { } usage ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokens,
        OutputTokenCount = usage.OutputTokens,
        TotalTokenCount = usage.InputTokens + usage.OutputTokens,
    };

    private AgentResponseUpdate Update(DateTimeOffset? at, string part, params AIContent[] contents) => new(ChatRole.Assistant, contents)
    {
        AgentId = agent.Id,
        AuthorName = agent.Name,
        ResponseId = _responseId,
        MessageId = $"{_responseId}/{part}",
        CreatedAt = at,
        FinishReason = at is null ? ChatFinishReason.Stop : null,
    };
}
