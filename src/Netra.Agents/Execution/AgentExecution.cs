namespace Netra.Agents;

/// <summary>One execution as its agent sees it: what is asked, and bound faces of everything it may touch. There is no parameter with which to name another owner.</summary>
/// <remarks>Safe for concurrent use by the agent's own parallel work. Once the execution has ended every effect throws <see cref="ExecutionFencedException"/>.</remarks>
public abstract class AgentExecution
{
    private protected AgentExecution() { }

    /// <summary>Names this execution.</summary>
    public abstract ExecutionId ExecutionId { get; }

    /// <summary>The agent that is executed.</summary>
    public abstract string AgentName { get; }

    /// <summary>For whom, and where in the run.</summary>
    public abstract UserExecutionContext Context { get; }

    /// <summary>What is asked.</summary>
    public abstract ContextValue Input { get; }

    /// <summary>The JSON Schema that the output must fit; null for any.</summary>
    public abstract ContextValue OutputSchema { get; }

    /// <summary>The first place at which a value doesn't fit <see cref="OutputSchema"/>, and why; null when it fits.</summary>
    public abstract string? OutputFault(ContextValue value);

    /// <summary>The execution that called this one; null at the root of the run.</summary>
    public ExecutionId? ParentExecutionId => Claim.ParentExecutionId;

    /// <summary>Services from a scope of this one execution. Disposed when the agent's code has ended.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>The clock to use in place of the system's.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>The tools.</summary>
    public ExecutionTools Tools => new(this);

    /// <summary>What is remembered for the owner.</summary>
    public ExecutionState State => new(this);

    /// <summary>The turns of the conversation.</summary>
    public ThreadHistory History => HistoryOf();

    /// <summary>What may still be spent.</summary>
    public ExecutionBudget Budget => new(this);

    /// <summary>Says what happens.</summary>
    public ExecutionEvents Events => new(this);

    /// <summary>A new id: full entropy, sortable by time.</summary>
    public abstract Guid NewId();

    /// <summary>A random number from 0 up to, not with, <paramref name="exclusiveMaximum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than 1.</exception>
    public abstract int NextRandom(int exclusiveMaximum);

    /// <summary>Runs another agent as a part of this execution, in a child context. It ends when this one does.</summary>
    /// <param name="agentName">A registered agent.</param>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellationToken">Cancels the child.</param>
    /// <returns>How it ended; Rejected when it would be nested too deep or the run has used up its steps.</returns>
    /// <exception cref="UnknownAgentException">No such agent.</exception>
    /// <exception cref="ExecutionFencedException">This execution has ended.</exception>
    public abstract ValueTask<AgentExecutionResult> CallAgentAsync(string agentName, AgentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Shows that the agent is alive.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public abstract void ReportProgress();

    /// <summary>Ends this execution as Denied, at once and whatever its code goes on to do. For code that isn't ours to end: the loop of another framework, which would tell its model of a denial and go on.</summary>
    /// <param name="error">What was denied, and what the owner is told.</param>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public abstract void Deny(AgentError error);

    /// <summary>Declares that nothing will be heard for a while: the agent is not taken for dead until the phase is disposed or its time is over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration isn't more than zero.</exception>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public abstract IDisposable ExpectQuiet(TimeSpan duration);

    internal abstract void Emit(AgentEvent item);

    internal abstract ExecutionClaim Claim { get; }

    internal abstract ValueTask<ToolResult> DispatchAsync(string toolName, ContextValue arguments, CancellationToken cancellationToken);

    internal abstract ValueTask<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken);

    internal abstract ValueTask<BudgetReservation> ReserveAsync(BudgetAmount amount, CancellationToken cancellationToken);

    internal abstract ValueTask<BudgetAmount> BudgetLeftAsync(CancellationToken cancellationToken);

    internal abstract ThreadHistory HistoryOf();

    internal abstract ValueTask<StateEntry?> GetStateAsync(StateScope scope, string name, CancellationToken cancellationToken);

    internal abstract ValueTask<StateCommit> CommitStateAsync(in StateBatch.Part part, CancellationToken cancellationToken);

    internal abstract ValueTask<StateCommit> CommitStateAsync(StateBatch batch, CancellationToken cancellationToken);

    internal abstract ValueTask<StatePage> ListStateAsync(StateScope scope, string prefix, string? after, int limit, CancellationToken cancellationToken);
}
