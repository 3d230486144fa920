namespace Netra.Agents.State;

/// <summary>Which claim a context acts under. Owned here, answered by the room that runs executions.</summary>
internal interface IClaimLookup
{
    /// <summary>The claim of the live execution that the context belongs to; null for a context that has begun no run.</summary>
    /// <exception cref="ExecutionFencedException">The context's run, or its execution, has ended.</exception>
    ExecutionClaim? ClaimOf(UserExecutionContext userContext);

    /// <summary>True while the execution has the right to act in this process.</summary>
    bool IsLive(Owner owner, RunId runId, ExecutionId executionId);
}
