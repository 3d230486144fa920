namespace Netra.Agents;

/// <summary>One turn of a conversation.</summary>
/// <param name="Sequence">Its place in the thread, from 1. Never used twice as long as the thread has a history.</param>
/// <param name="Role">Who speaks, such as <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What is said: text, or parts in the shape that the agents of the host agree on.</param>
/// <param name="Status">How far it came.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="At">When it was begun (UTC).</param>
public sealed record HistoryTurn(long Sequence, string Role, ContextValue Content, HistoryTurnStatus Status, RunId RunId, DateTimeOffset At);
