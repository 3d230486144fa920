namespace Netra.Agents;

/// <summary>Takes a message of a client, does what it asks for the owner of the connection, and gives the answer.</summary>
/// <remarks>
/// Messages are JSON objects: <c>{"type":"run","agent":…,"input":…,"thread_id"?,"run_id"?}</c>, <c>{"type":"resume","run_id":…,"after_sequence"?}</c>,
/// <c>{"type":"cancel","run_id":…}</c>, <c>{"type":"answer","run_id":…,"wait_id":…,"value":…,"after_sequence"?}</c> for what a workflow waits for,
/// <c>{"type":"list","thread_id"?}</c> for the owner's own runs, and <c>{"type":"approve","run_id"?,"approval_id":…,"approved":…}</c>. Unknown members are refused, and so is a message
/// that names a user or a tenant. Events go to the connection as they happen, in order; the response follows the last. Safe for
/// concurrent use: several messages of one connection may be under way at once.
/// </remarks>
public interface IConnectionExecutor
{
    /// <summary>Does what one message asks.</summary>
    /// <param name="connection">Where it came in; says who is asking.</param>
    /// <param name="utf8Message">The message, in UTF-8. Nothing of it stays referenced.</param>
    /// <param name="cancellationToken">The connection's life: when it is cancelled the run goes on, and a new connection of the same owner can resume.</param>
    /// <returns>The answer to send; a value also for a bad message.</returns>
    ValueTask<ConnectionResponse> ExecuteAsync(AgentConnection connection, ReadOnlyMemory<byte> utf8Message, CancellationToken cancellationToken = default);
}
