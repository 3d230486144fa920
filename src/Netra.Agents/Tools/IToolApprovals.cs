namespace Netra.Agents;

/// <summary>Takes people's answers to calls that wait for approval.</summary>
public interface IToolApprovals
{
    /// <summary>Answers a request.</summary>
    /// <param name="userContext">Who answers: the owner of the run, or the approver that the tool names.</param>
    /// <param name="approvalId">The request, from the tool_approval_requested event.</param>
    /// <param name="approved">Yes or no, to exactly the call that the event shows.</param>
    /// <param name="cancellationToken">Stops before the answer is taken.</param>
    /// <returns>True when this answer counts. False when the request is unknown, another's, answered or expired: the same answer for all of these.</returns>
    ValueTask<bool> AnswerAsync(UserExecutionContext userContext, ApprovalId approvalId, bool approved, CancellationToken cancellationToken = default);
}
