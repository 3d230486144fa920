namespace Netra.Agents.Testing;

/// <summary>A part doesn't keep its contract. The message says what was expected.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConformanceException() : base("The part doesn't keep its contract.") { }

    /// <summary>Creates the exception with what was expected.</summary>
    public ConformanceException(string message) : base(message) { }

    /// <summary>Creates the exception with what was expected and what came instead.</summary>
    public ConformanceException(string message, Exception? innerException) : base(message, innerException) { }
}
