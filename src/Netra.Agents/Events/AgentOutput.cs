namespace Netra.Agents;

/// <summary>What an agent gives. Returning null is a failure: there is no silent end.</summary>
public sealed record AgentOutput
{
    // Where to go on, or how a workflow ended: never both.
    private readonly object? _next;

    private AgentOutput(ContextValue value) => Value = value;

    /// <summary>The output.</summary>
    public ContextValue Value { get; }

    /// <summary>The output as text; as JSON when it is no text.</summary>
    public string Text => Value.Text;

    /// <summary>Set this when the output is a fallback for what was asked: it is never passed off as the real thing.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>What models used for it, if known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The agent that is to go on in this one's place. Only a hand-off step of a workflow looks at it, and only agents that it allows get the word.</summary>
    public string? HandOffTo
    {
        get => _next as string;
        init => _next = value;
    }

    /// <summary>Gives the word to another agent, with what it is to work on.</summary>
    /// <param name="agentName">One of those that the workflow's hand-off step allows.</param>
    /// <param name="input">What the other agent is asked.</param>
    public static AgentOutput HandOff(string agentName, ContextValue input)
    {
        ArgumentNullException.ThrowIfNull(agentName);
        return new AgentOutput(input) { HandOffTo = agentName };
    }

    /// <summary>Gives text, which may be empty.</summary>
    public static AgentOutput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new AgentOutput(text);
    }

    /// <summary>How a workflow ended when not by completing, for the room that runs it.</summary>
    internal object? Ending
    {
        get => _next is string ? null : _next;
        init => _next = value;
    }

    /// <summary>Gives a value.</summary>
    public static AgentOutput FromValue(ContextValue value) => new(value);

    /// <summary>The kind of the output only: it may hold what a log must not.</summary>
    public override string ToString() => $"AgentOutput({Value.Kind})";
}
