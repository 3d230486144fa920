namespace Netra.Agents;

/// <summary>There is no such run for this owner: it never was, is another's, or is not retained any more. These are the same answer on purpose.</summary>
public sealed class RunNotFoundException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public RunNotFoundException() { }

    /// <summary>Creates the exception with a message.</summary>
    public RunNotFoundException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public RunNotFoundException(string message, Exception? innerException) : base(message, innerException) { }

    internal static RunNotFoundException For(RunId runId) => new($"There is no run {runId} that this owner may read.");
}
