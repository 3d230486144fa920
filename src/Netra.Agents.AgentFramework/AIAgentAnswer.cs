using System.Text;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>What comes out of one run of an agent: told as it comes, and put together.</summary>
internal sealed class AIAgentAnswer(AgentExecution execution)
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _openCalls = new(StringComparer.Ordinal);
    private string? _messageId;
    private bool _hasText;
    private bool _hasError;

    internal AIAgentUsage Usage { get; } = new();

    /// <summary>True when the library has refused what came: the turn doesn't count, and its session isn't saved.</summary>
    internal bool IsRefused { get; private set; }

    /// <exception cref="AgentException">The update has what the library doesn't take.</exception>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    internal void Add(AgentResponseUpdate? update)
    {
        // Also for an update that shows nothing: it is progress, and where an agent goes on after its end it meets the fence.
        execution.ReportProgress();
        if (update?.Contents is not { } contents)
        {
            return;
        }

        // What an agent repeats of its input is no answer.
        var isAnswer = update.Role is not { } role || role == ChatRole.Assistant;
        foreach (var content in contents)
        {
            Add(content, isAnswer, update.MessageId);
        }
    }

    /// <exception cref="AgentException">There is no answer.</exception>
    internal AgentOutput ToOutput()
    {
        if (_openCalls.Count > 0)
        {
            throw Refused(
                AIAgentErrorCodes.ToolCallNotSupported,
                $"The AIAgent '{execution.AgentName}' left a function call to its caller. Give it the functions so that it calls them itself, or make them tools of the library.");
        }

        if (!_hasText || (_hasError && _text.Length == 0))
        {
            throw Refused(AgentErrorCodes.NoOutput, $"The AIAgent '{execution.AgentName}' ended without a text.");
        }

        // An error that the agent tells beside its text is none that it got over without loss, as far as anybody here can know.
        return AgentOutput.FromText(_text.ToString()) with { Usage = Usage.Tokens, IsDegraded = _hasError };
    }

    private void Add(AIContent? content, bool isAnswer, string? messageId)
    {
        switch (content)
        {
            case TextContent { Text: var text } when isAnswer:
                AddText(text ?? "", messageId);
                break;
            case TextReasoningContent { Text: { Length: > 0 } thought } when isAnswer:
                execution.Events.Thinking(thought);
                break;
            case UsageContent { Details: var details }:
                Usage.Add(details);
                break;
            case ErrorContent:
                _hasError = true;
                break;
            case ToolApprovalRequestContent:
                throw Refused(
                    AIAgentErrorCodes.ApprovalNotSupported,
                    $"The AIAgent '{execution.AgentName}' asks for the approval of a tool call of its own. Make the tool one of the library, which asks the right person: its dispatcher is where approvals are given.");
            case FunctionCallContent { InformationalOnly: false, CallId: { } callId }:
                _openCalls.Add(callId);
                break;
            case FunctionResultContent { CallId: { } callId }:
                _openCalls.Remove(callId);
                break;
        }
    }

    private void AddText(string delta, string? messageId)
    {
        _hasText = true;
        if (delta.Length == 0)
        {
            return;
        }

        // One answer of several messages: as told, so returned.
        if (_text.Length > 0 && messageId is not null && _messageId is not null && messageId != _messageId)
        {
            delta = "\n" + delta;
        }

        _messageId = messageId ?? _messageId;
        if (_text.Length + delta.Length > ContextValue.MaxSize)
        {
            throw Refused(AIAgentErrorCodes.OutputTooLarge, $"The answer of the AIAgent '{execution.AgentName}' is longer than {ContextValue.MaxSize:N0} characters.");
        }

        _text.Append(delta);
        execution.Events.Text(delta);
    }

    private AgentException Refused(string code, string message)
    {
        IsRefused = true;
        return new AgentException(code, message);
    }
}
