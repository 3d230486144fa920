namespace Netra.Agents;

/// <summary>Thrown by a tool to fail with a code and a message that the agent, and so a model, may see.</summary>
/// <remarks>Of any other exception only the type is told; the rest stays in the host's logs.</remarks>
public sealed class ToolException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public ToolException() : this("The tool failed.") { }

    /// <summary>Fails with the code <see cref="AgentErrorCodes.ToolFailed"/>.</summary>
    public ToolException(string message) : this(AgentErrorCodes.ToolFailed, message) { }

    /// <summary>Fails with the code <see cref="AgentErrorCodes.ToolFailed"/>.</summary>
    public ToolException(string message, Exception? innerException) : base(message, innerException) => Code = AgentErrorCodes.ToolFailed;

    /// <summary>Fails with a code of the tool's own.</summary>
    public ToolException(string code, string message) : base(message)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>The code of the error.</summary>
    public string Code { get; }
}
