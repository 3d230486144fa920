namespace Netra.Agents;

/// <summary>No agent of that name is registered.</summary>
public sealed class UnknownAgentException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public UnknownAgentException() { }

    /// <summary>Creates the exception with a message.</summary>
    public UnknownAgentException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public UnknownAgentException(string message, Exception? innerException) : base(message, innerException) { }
}
