namespace Netra.Agents;

/// <summary>Thrown by an agent, or by a link around it, to fail with a code and a message that the owner may see.</summary>
/// <remarks>Of any other exception only the type is told; the rest stays in the host's logs.</remarks>
public sealed class AgentException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public AgentException() : this("The agent failed.") { }

    /// <summary>Fails with the code <see cref="AgentErrorCodes.AgentFailed"/>.</summary>
    public AgentException(string message) : this(AgentErrorCodes.AgentFailed, message) { }

    /// <summary>Fails with the code <see cref="AgentErrorCodes.AgentFailed"/>.</summary>
    public AgentException(string message, Exception? innerException) : base(message, innerException) => Error = new AgentError(AgentErrorCodes.AgentFailed, message);

    /// <summary>Fails with a code of the host's own.</summary>
    public AgentException(string code, string message) : this(NewError(code, message)) { }

    /// <summary>Fails with an error of the host's own.</summary>
    public AgentException(AgentError error) : base(error?.Message ?? "")
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>What the owner is told.</summary>
    public AgentError Error { get; }

    /// <summary>Fails with an error of the host's own, and its cause, which is for the host's eyes.</summary>
    public AgentException(AgentError error, Exception? innerException) : base(error?.Message ?? "", innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    private static AgentError NewError(string code, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new AgentError(code, message);
    }
}
