namespace Netra.Agents;

/// <summary>What an agent gives. Returning null is a failure: there is no silent end.</summary>
public sealed record AgentOutput
{
    private AgentOutput(ContextValue value) => Value = value;

    /// <summary>The output.</summary>
    public ContextValue Value { get; }

    /// <summary>The output as text; as JSON when it is no text.</summary>
    public string Text => Value.Text;

    /// <summary>Set this when the output is a fallback for what was asked: it is never passed off as the real thing.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>What models used for it, if known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gives text, which may be empty.</summary>
    public static AgentOutput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new AgentOutput(text);
    }

    /// <summary>Gives a value.</summary>
    public static AgentOutput FromValue(ContextValue value) => new(value);

    /// <summary>The kind of the output only: it may hold what a log must not.</summary>
    public override string ToString() => $"AgentOutput({Value.Kind})";
}
