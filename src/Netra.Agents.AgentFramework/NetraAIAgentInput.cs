using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>What messages come to as the input of a run. Pure.</summary>
internal static class NetraAIAgentInput
{
    /// <exception cref="NotSupportedException">A message has what can't be said in text.</exception>
    internal static ContextValue Of(IReadOnlyList<ChatMessage> messages)
    {
        if (messages.SelectMany(message => message.Contents).FirstOrDefault(content => !IsText(content) && !IsTrace(content)) is { } other)
        {
            throw new NotSupportedException(
                $"A message has {other.GetType().Name}, which an agent of the library gets no input from by itself. Set {nameof(NetraAIAgentOptions)}.{nameof(NetraAIAgentOptions.Input)} to say what it gets.");
        }

        string[] texts = [.. messages.Where(message => message.Contents.Any(IsText)).Select(message => message.Text)];
        return texts.Length == 0 ? ContextValue.Null : ContextValue.FromString(string.Join('\n', texts));
    }

    private static bool IsText(AIContent content) => content is TextContent;

    // How others came to what they say: not what is asked.
    private static bool IsTrace(AIContent content) => content is TextReasoningContent or ToolCallContent or ToolResultContent or UsageContent or ErrorContent;
}
