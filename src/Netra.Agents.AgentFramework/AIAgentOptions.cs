namespace Netra.Agents;

/// <summary>How an <c>AIAgent</c> runs as an agent of the library. Copied when the agent is added.</summary>
public sealed class AIAgentOptions
{
    /// <summary>The largest <see cref="MaxSessionSize"/>.</summary>
    public const int LargestSession = 4_000_000;

    /// <summary>Its deadlines.</summary>
    /// <value>Null: as <see cref="NetraAgentsOptions"/> says. A model that thinks for longer than the idle limit before its first word needs a longer one.</value>
    public AgentTimeouts? Timeouts { get; set; }

    /// <summary>What happens when its thread has a run under way.</summary>
    /// <value>Null: as <see cref="SchedulingOptions.Turns"/> says.</value>
    public TurnMode? Turns { get; set; }

    /// <summary>Set this only where the agent is documented to keep nothing of a run outside of its session: then one instance may serve all owners.</summary>
    /// <remarks>Switches off the check that no two executions get the same instance. Such instances are the host's: the library doesn't dispose them.</remarks>
    /// <value>False.</value>
    public bool IsStateless { get; set; }

    /// <summary>Whether the session is loaded when an execution begins, and saved when it ends. If not, each execution begins with a new one.</summary>
    /// <remarks>A thread has one session for each agent name. Executions of one agent beside each other in a thread would meet in it, and all but the first to end would fail with <c>session_conflict</c>.</remarks>
    /// <value>True.</value>
    public bool KeepsSession { get; set; } = true;

    /// <summary>The longest session, in characters of its JSON text: 1 to <see cref="LargestSession"/>. <see cref="NetraAgentsOptions.MaxStateValueSize"/> must be larger by the ids beside it.</summary>
    /// <value>1,000,000.</value>
    public int MaxSessionSize { get; set; } = 1_000_000;

    /// <summary>How many model tokens an execution may come to: held of the budgets before, settled with what was really used after.</summary>
    /// <remarks>
    /// Without an estimate one token is held, so that an exhausted budget refuses; what is used then may go beyond the budget by one execution. Where the agent
    /// doesn't say what it used, and where the execution was stopped, the estimate counts.
    /// </remarks>
    /// <value>0: no estimate.</value>
    public long TokenEstimate { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A member is out of range.</exception>
    internal AIAgentOptions Checked()
    {
        if (MaxSessionSize is < 1 or > LargestSession)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxSessionSize), MaxSessionSize, $"MaxSessionSize must be 1 to {LargestSession:N0}.");
        }

        if (TokenEstimate is < 0 or > AgentFramework.AIAgentUsage.MostTokens)
        {
            throw new ArgumentOutOfRangeException(nameof(TokenEstimate), TokenEstimate, $"TokenEstimate must be 0 to {AgentFramework.AIAgentUsage.MostTokens:N0}.");
        }

        return (AIAgentOptions)MemberwiseClone();
    }
}
