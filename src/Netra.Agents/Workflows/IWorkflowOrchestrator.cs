namespace Netra.Agents;

/// <summary>Runs workflows for many owners at once, and takes them on where they stood.</summary>
/// <remarks>
/// Safe for concurrent use. A workflow is an execution as an agent is: <see cref="IAgentExecutionCore"/> streams, subscribes to and cancels it by
/// the same run id. Each finished step is a checkpoint in the <see cref="IStateStore"/> under the run's owner; nothing is found by a run id alone.
/// </remarks>
public interface IWorkflowOrchestrator
{
    /// <summary>Runs a workflow until it has ended or waits.</summary>
    /// <param name="workflowName">A registered workflow.</param>
    /// <param name="userContext">For whom. One context begins one run.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Cancels the run for good, with all that belongs to it.</param>
    /// <returns>How it ended. <see cref="ExecutionStatus.Suspended"/> when it waits: then <see cref="AgentExecutionResult.Waits"/> says for what.</returns>
    /// <exception cref="UnknownAgentException">No such workflow.</exception>
    /// <exception cref="InvalidOperationException">The context, or its run id, was used for something else.</exception>
    ValueTask<AgentExecutionResult> ExecuteAsync(string workflowName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes a run on from its checkpoints: after the process has ended in its midst, or when a wait has expired. Nothing that finished runs again.</summary>
    /// <remarks>A step that had begun and not finished runs again, but for a tool that may be called once: its outcome is unknown, and its step fails.
    /// The run acts with the rights that it had and that <paramref name="userContext"/> has now. An attempt that is still alive in another process is fenced.</remarks>
    /// <param name="userContext">Any context of the run's owner.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Cancels the run for good, with all that belongs to it.</param>
    /// <returns>How it ended; Rejected with the reason when there is nothing to resume: another's run and none at all give the same answer.</returns>
    ValueTask<AgentExecutionResult> ResumeAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default);

    /// <summary>Answers a wait, and takes the run on if it is suspended. One answer counts; a second is Rejected.</summary>
    /// <param name="userContext">Any context of the run's owner.</param>
    /// <param name="runId">The run.</param>
    /// <param name="waitId">The wait, as <c>workflow_waiting</c> named it.</param>
    /// <param name="value">The answer.</param>
    /// <param name="cancellationToken">Gives up before the answer is kept; later it cancels the run, if this call has taken it on.</param>
    /// <returns>How the run ended, also when the call found it under way and followed it.</returns>
    ValueTask<AgentExecutionResult> ResumeAsync(UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken = default);

    /// <summary>Ends a run for good, whether it is under way or suspended.</summary>
    /// <returns>True when this call ended it; false when there is no such run of this owner.</returns>
    ValueTask<bool> CancelAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default);

    /// <summary>What the suspended runs of an owner wait for, as far as answers can still be given.</summary>
    /// <param name="userContext">Any context of the owner.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<WorkflowWait>> ListWaitsAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default);

    /// <summary>A registered workflow's definition.</summary>
    /// <exception cref="UnknownAgentException">No such workflow.</exception>
    WorkflowDefinition GetDefinition(string workflowName);
}
