namespace Netra.Agents;

/// <summary>The root of every exception that the library itself throws for misuse or breakage.</summary>
/// <remarks>Expected outcomes (denied, timed out, cancelled, conflict) are values, not exceptions. Bad arguments throw <see cref="ArgumentException"/>.</remarks>
public class NetraAgentsException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NetraAgentsException() { }

    /// <summary>Creates the exception with a message that says what is wrong, with which value, and what to do.</summary>
    public NetraAgentsException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public NetraAgentsException(string message, Exception? innerException) : base(message, innerException) { }
}
