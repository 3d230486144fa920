namespace Netra.Agents;

/// <summary>The codes that the library itself gives. They are stable.</summary>
public static class AgentErrorCodes
{
    /// <summary>The agent threw.</summary>
    public const string AgentFailed = "agent_failed";

    /// <summary>The agent returned nothing.</summary>
    public const string NoOutput = "no_output";

    /// <summary>What the agent returned doesn't fit the schema that was asked for.</summary>
    public const string InvalidOutput = "invalid_output";

    /// <summary>The agent ended with a cancellation that nobody had asked for.</summary>
    public const string UnexpectedCancellation = "unexpected_cancellation";

    /// <summary>The caller's token was cancelled.</summary>
    public const string CallerCancelled = "caller_cancelled";

    /// <summary>The run was cancelled by its owner or the host.</summary>
    public const string RunCancelled = "run_cancelled";

    /// <summary>The execution that called this one ended.</summary>
    public const string ParentEnded = "parent_ended";

    /// <summary>The deadline of the whole run passed.</summary>
    public const string RunDeadline = "run_deadline";

    /// <summary>The deadline of this execution passed.</summary>
    public const string ExecutionDeadline = "execution_deadline";

    /// <summary>No progress within the idle limit: the agent is taken for dead.</summary>
    public const string NoProgress = "no_progress";

    /// <summary>Not allowed: no grant, no permit, forbidden, or the decision failed.</summary>
    public const string Denied = "denied";

    /// <summary>No such agent or tool.</summary>
    public const string Unknown = "unknown";

    /// <summary>The tool is there, and can't be called just now: what it comes from failed, or described it so that it can't be checked.</summary>
    public const string ToolUnavailable = "tool_unavailable";

    /// <summary>The arguments don't fit the tool's schema.</summary>
    public const string InvalidArguments = "invalid_arguments";

    /// <summary>A limit on rate, concurrency or number is reached; try later or do less.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>A person said no.</summary>
    public const string ApprovalRefused = "approval_refused";

    /// <summary>Nobody answered in time.</summary>
    public const string ApprovalExpired = "approval_expired";

    /// <summary>The tool threw.</summary>
    public const string ToolFailed = "tool_failed";

    /// <summary>The tool took longer than it may.</summary>
    public const string ToolTimedOut = "tool_timed_out";

    /// <summary>The execution ended while the call was under way; what the call did outside is not known.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>Agents call each other, or a tool, deeper than the context allows.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>The run is under way already.</summary>
    public const string RunInProgress = "run_in_progress";

    /// <summary>A function of a step threw.</summary>
    public const string StepThrew = "step_threw";

    /// <summary>A step took longer than it may.</summary>
    public const string StepTimedOut = "step_timed_out";

    /// <summary>A step was stopped because what it belongs to was decided, had failed or took too long.</summary>
    public const string StepCancelled = "step_cancelled";

    /// <summary>What a step reads is not of the kind that it needs.</summary>
    public const string InputMismatch = "input_mismatch";

    /// <summary>A loop, a hand-off or a plan reached its bound before it was done.</summary>
    public const string BoundReached = "bound_reached";

    /// <summary>Too few branches succeeded.</summary>
    public const string JoinFailed = "join_failed";

    /// <summary>An agent handed over to, or planned for, an agent that the step doesn't allow.</summary>
    public const string AgentNotAllowed = "agent_not_allowed";

    /// <summary>A supervisor gave something that is no plan.</summary>
    public const string InvalidPlan = "invalid_plan";

    /// <summary>Nobody answered a wait in time.</summary>
    public const string WaitExpired = "wait_expired";

    /// <summary>A wait was answered before; one answer counts.</summary>
    public const string AlreadyAnswered = "already_answered";

    /// <summary>A workflow that an agent has called can't be suspended, so it can't wait.</summary>
    public const string CannotWait = "cannot_wait";

    /// <summary>The process ended while a call that may be made once was under way: whether it had its effect is not known.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A checkpoint could not be written; what it would have held was done. The run can be resumed.</summary>
    public const string CheckpointFailed = "checkpoint_failed";

    /// <summary>Another attempt has taken the run over.</summary>
    public const string Superseded = "superseded";

    /// <summary>The workflow's definition has changed so that the checkpoints don't fit it.</summary>
    public const string DefinitionChanged = "definition_changed";

    /// <summary>The thread has a turn under way, and the run would not wait for it.</summary>
    public const string TurnTaken = "turn_taken";

    /// <summary>A later turn of the thread has cancelled this one.</summary>
    public const string TurnReplaced = "turn_replaced";

    /// <summary>Too many runs wait already, of this owner or of all.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The run has waited too long for its turn or for a slot.</summary>
    public const string QueueTimeout = "queue_timeout";

    /// <summary>The budget of the run or of its owner has not enough left.</summary>
    public const string BudgetExhausted = "budget_exhausted";

    /// <summary>The ledger of the budgets failed, so nothing may be spent.</summary>
    public const string BudgetUnavailable = "budget_unavailable";

    /// <summary>The host is shutting down.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The owner's data is being erased: no run begins, and live ones are ended.</summary>
    public const string OwnerErased = "owner_erased";

    /// <summary>A message of a client can't be read, or has what it may not.</summary>
    public const string InvalidMessage = "invalid_message";

    /// <summary>A message of a client says who is asking, which is for the connection to say.</summary>
    public const string IdentityInMessage = "identity_in_message";

    /// <summary>No such thing of this owner; also the answer for what is another's.</summary>
    public const string NotFound = "not_found";

    /// <summary>The run id stands for another run.</summary>
    public const string Conflict = "conflict";

    /// <summary>The connection was lost; the run goes on.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>The call could not be recorded in the audit trail, so it did not happen.</summary>
    public const string AuditUnavailable = "audit_unavailable";
}
