namespace Netra.Agents;

/// <summary>The execution has ended and lost its right to act: this event, tool call, state write or sub-agent call had no effect.</summary>
/// <remarks>Thrown into code that goes on after its execution ended (timed out, was cancelled, died, completed). Let it end that code.</remarks>
public sealed class ExecutionFencedException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public ExecutionFencedException() : base("The execution has ended; it can't have effects any more.") { }

    /// <summary>Creates the exception with a message.</summary>
    public ExecutionFencedException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public ExecutionFencedException(string message, Exception? innerException) : base(message, innerException) { }

    internal static ExecutionFencedException For(ExecutionClaim claim) =>
        new($"Execution {claim.ExecutionId} of agent '{claim.AgentName}' has ended; it can't have effects any more.");
}
