namespace Netra.Agents;

/// <summary>Thrown by <see cref="AgentExecutionResult.EnsureSuccess"/> for an execution that did not complete.</summary>
public sealed class AgentExecutionException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public AgentExecutionException() { }

    /// <summary>Creates the exception with a message.</summary>
    public AgentExecutionException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public AgentExecutionException(string message, Exception? innerException) : base(message, innerException) { }

    internal AgentExecutionException(AgentExecutionResult result)
        : base($"Agent '{result.AgentName}' ended as {result.Status} ({result.Error?.Code}): {result.Error?.Message}", result.Exception) => Result = result;

    /// <summary>How it ended.</summary>
    public AgentExecutionResult? Result { get; }
}
