namespace Netra.Agents;

/// <summary>The audit trail could not be written in time: what was to be recorded is not known to be kept.</summary>
public sealed class AuditUnavailableException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public AuditUnavailableException() : this("The audit trail can't be written.") { }

    /// <summary>Creates the exception with a message.</summary>
    public AuditUnavailableException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public AuditUnavailableException(string message, Exception? innerException) : base(message, innerException) { }
}
