namespace Netra.Agents;

/// <summary>Why something did not succeed, as a value: a stable code for programs and a message for people.</summary>
/// <param name="Code">One of <see cref="AgentErrorCodes"/>, or a code of the host's or a tool's own.</param>
/// <param name="Message">What is wrong and what to do; never another user's data.</param>
public sealed record AgentError(string Code, string Message)
{
    /// <summary>When it makes sense to ask again: about how long that is from now.</summary>
    /// <value>Null where asking again won't help, or nobody knows.</value>
    public TimeSpan? RetryAfter { get; init; }
}
