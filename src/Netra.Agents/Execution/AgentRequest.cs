namespace Netra.Agents;

/// <summary>What is asked of an agent. Text and values convert to it by themselves.</summary>
/// <param name="Input">The question.</param>
public readonly record struct AgentRequest(ContextValue Input)
{
    /// <summary>Deadlines for this request alone.</summary>
    /// <value>Null by default: the agent's own, then those of the options.</value>
    public AgentTimeouts? Timeouts { get; init; }

    /// <summary>What happens when the thread has a run under way. Only counts where a run begins.</summary>
    /// <value>Null by default: the agent's own, then that of the options.</value>
    public TurnMode? Turns { get; init; }

    /// <summary>What the run may spend, within what the options allow. Only counts where a run begins.</summary>
    /// <value>Null by default: <see cref="BudgetOptions.PerRun"/> alone.</value>
    public BudgetLimits? Budget { get; init; }

    /// <summary>A JSON Schema that the output must fit. A chat agent asks its model for it; whatever the agent is, it doesn't complete with an output that doesn't fit.</summary>
    /// <value>Null by default: any output.</value>
    public ContextValue OutputSchema { get; init; }

    /// <summary>Asks with text.</summary>
    public static implicit operator AgentRequest(string input) => new(input);

    /// <summary>Asks with a value.</summary>
    public static implicit operator AgentRequest(ContextValue input) => new(input);

    /// <summary>Asks with a value.</summary>
    public static AgentRequest FromContextValue(ContextValue input) => new(input);

    /// <summary>Asks with text.</summary>
    public static AgentRequest FromString(string input) => new(input);

    /// <exception cref="ArgumentException">A member is out of range.</exception>
    internal void Check()
    {
        if (Budget?.Faults(nameof(Budget)).FirstOrDefault() is { } negative)
        {
            throw new ArgumentException(negative, nameof(Budget));
        }

        if (Turns is { } turns && !Enum.IsDefined(turns))
        {
            throw new ArgumentException($"Turns must be one of {string.Join(", ", Enum.GetNames<TurnMode>())}; it is {turns}.", nameof(Turns));
        }

        if (Timeouts?.Faults(nameof(Timeouts)).FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(Timeouts));
        }
    }

    /// <summary>The kind of the input only: it may hold what a log must not.</summary>
    public override string ToString() => $"AgentRequest({Input.Kind})";
}
