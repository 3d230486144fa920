using Microsoft.Extensions.AI;

namespace Netra.Agents;

/// <summary>How an agent of the library shows itself as an <c>AIAgent</c>. Copied when that is made.</summary>
public sealed class NetraAIAgentOptions
{
    /// <summary>What the agent is for, where others choose by it.</summary>
    /// <value>Null.</value>
    public string? Description { get; set; }

    /// <summary>Deadlines of its runs.</summary>
    /// <value>Null: the agent's own.</value>
    public AgentTimeouts? Timeouts { get; set; }

    /// <summary>What happens when the thread of a session has a run under way.</summary>
    /// <value>Null: the agent's own. Choose <see cref="TurnMode.Reject"/> where a run could call itself: waiting for its own turn, it would only end at a deadline.</value>
    public TurnMode? Turns { get; set; }

    /// <summary>What each run may spend.</summary>
    /// <value>Null: as the options of the host say.</value>
    public BudgetLimits? Budget { get; set; }

    /// <summary>Makes the input of a run from the messages. Must be safe for concurrent use.</summary>
    /// <value>Null: the text of the messages, a line between two; null when there is none. What is neither text nor the trace of reasoning and tools is refused.</value>
    public Func<IReadOnlyList<ChatMessage>, ContextValue>? Input { get; set; }

    /// <summary>Gives what the context of each run is made with: a new object each time. Must be safe for concurrent use.</summary>
    /// <value>Null: the defaults of <see cref="Agents.ContextOptions"/>.</value>
    public Func<ContextOptions>? ContextOptions { get; set; }

    internal NetraAIAgentOptions Copy() => (NetraAIAgentOptions)MemberwiseClone();
}
