namespace Netra.Agents;

/// <summary>Runs agents for many owners at once.</summary>
/// <remarks>
/// Safe for concurrent use. An agent's code never runs on the caller's thread, so that a deadline is kept even when it blocks;
/// a caller on a task scheduler of its own (a grain, a simulation) gets its agents on that scheduler. Ambient
/// state of the caller (<c>AsyncLocal</c>, logging scopes) doesn't flow to the agent; the current activity does, as the parent of its span.
/// </remarks>
public interface IAgentExecutionCore
{
    /// <summary>Runs an agent to its end, when it is its turn in its thread and there is a slot (<see cref="SchedulingOptions"/>).</summary>
    /// <param name="agentName">A registered agent.</param>
    /// <param name="userContext">For whom. One context begins one run.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Cancels the run, with all that belongs to it; the result then says Cancelled.</param>
    /// <returns>
    /// How it ended, within its deadlines whatever the agent does. A run that was begun before under the same owner, run id, agent and
    /// input gives its recorded result while that is retained; while it is under way the result is Rejected. It is Rejected, too, when a limit keeps it
    /// out; where <see cref="AgentError.RetryAfter"/> says when to ask again, the same context can be used.
    /// </returns>
    /// <exception cref="UnknownAgentException">No such agent.</exception>
    /// <exception cref="InvalidOperationException">The context, or its run id, was used for another agent or input, or for a run that isn't retained any more.</exception>
    ValueTask<AgentExecutionResult> ExecuteAsync(string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Begins a run when the reading begins, and reads its events from the first to the last.</summary>
    /// <param name="agentName">A registered agent.</param>
    /// <param name="userContext">For whom.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the reading only. The run goes on; to stop it, use <see cref="CancelAsync"/>.</param>
    /// <inheritdoc cref="ExecuteAsync" path="/exception"/>
    IAsyncEnumerable<AgentEvent> StreamAsync(string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads the events of a run of this owner, live or retained. Any number of readers at once; a slow one holds up nobody.</summary>
    /// <param name="userContext">Who reads: any context of the run's owner.</param>
    /// <param name="runId">The run.</param>
    /// <param name="afterSequence">The last sequence that the reader has seen; 0 to read from the start.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RunNotFoundException">No such run of this owner is live or retained.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is negative, or beyond what the run has.</exception>
    IAsyncEnumerable<AgentEvent> SubscribeAsync(UserExecutionContext userContext, RunId runId, long afterSequence = 0, CancellationToken cancellationToken = default);

    /// <summary>Stops a run of this owner: its whole tree loses the right to act in one step.</summary>
    /// <returns>True when this call ended it; false when there is no such live run of this owner.</returns>
    ValueTask<bool> CancelAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default);
}
