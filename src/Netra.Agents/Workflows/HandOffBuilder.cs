namespace Netra.Agents;

/// <summary>Says which agent may hand over to which. An agent does so with <see cref="AgentOutput.HandOff"/>.</summary>
public sealed class HandOffBuilder : StepOptions<HandOffBuilder>
{
    private readonly Dictionary<string, IReadOnlyList<string>> _allowed = new(StringComparer.Ordinal);

    internal HandOffBuilder() { }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed => _allowed;

    internal int Most { get; private set; } = 10;

    internal WorkflowValue? Given { get; private set; }

    /// <summary>Allows an agent to hand over to others.</summary>
    /// <exception cref="ArgumentException">What the agent may do was said before.</exception>
    public HandOffBuilder Allow(string agent, params IReadOnlyList<string> next)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(next);
        if (!_allowed.TryAdd(agent, [.. next]))
        {
            throw new ArgumentException($"What agent '{Contexts.IdText.Shown(agent)}' may hand over to was said before; say it in one call.", nameof(agent));
        }

        return this;
    }

    /// <summary>How often the word may be handed over: 1 to 1,000.</summary>
    /// <value>10.</value>
    public HandOffBuilder MaxHandOffs(int most)
    {
        Most = most;
        return this;
    }

    /// <summary>What the first agent is given.</summary>
    /// <value>What the step before gave, by default.</value>
    public HandOffBuilder Input(Func<WorkflowData, WorkflowValue> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Given = input(new WorkflowData());
        return this;
    }
}
