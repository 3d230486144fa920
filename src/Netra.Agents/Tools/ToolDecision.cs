namespace Netra.Agents;

/// <summary>What an authorizer says of a call. One forbid beats every permit; without any permit the call is denied.</summary>
public readonly record struct ToolDecision
{
    private ToolDecision(bool permits, bool forbids, string? message) => (Permits, Forbids, Message) = (permits, forbids, message);

    /// <summary>Says nothing either way. Also the default value.</summary>
    public static ToolDecision Abstain => default;

    /// <summary>Permits the call, unless another forbids it.</summary>
    public static ToolDecision Permit => new(true, false, null);

    /// <summary>True for a permit.</summary>
    public bool Permits { get; }

    /// <summary>True for a forbid.</summary>
    public bool Forbids { get; }

    /// <summary>What the agent is told of a forbid; null for the usual sentence.</summary>
    public string? Message { get; }

    /// <summary>Forbids the call.</summary>
    /// <param name="message">What the agent, and so a model, is told; it must say nothing that the owner may not know, such as whether a thing exists.</param>
    public static ToolDecision Forbid(string? message = null) => new(false, true, message);
}
