namespace Netra.Agents;

/// <summary>Thrown by <see cref="ToolResult.EnsureSuccess"/> for a call that did not succeed.</summary>
public sealed class ToolCallException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public ToolCallException() : this("The tool call did not succeed.") { }

    /// <summary>Creates the exception with a message.</summary>
    public ToolCallException(string message) : this(message, innerException: null) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public ToolCallException(string message, Exception? innerException) : base(message, innerException) =>
        Error = new AgentError(AgentErrorCodes.ToolFailed, message);

    internal ToolCallException(string toolName, AgentError error) : base($"Tool '{toolName}' did not succeed ({error.Code}): {error.Message}") => Error = error;

    /// <summary>Why the call did not succeed.</summary>
    public AgentError Error { get; }
}
