using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>One question to a model, and who takes the pieces of its answer.</summary>
internal sealed record ModelQuestion(AgentExecution Execution, IChatClient Client, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, Func<ChatResponseUpdate, ValueTask> TakeAsync);
