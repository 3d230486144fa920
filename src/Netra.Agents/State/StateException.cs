namespace Netra.Agents;

/// <summary>A write to the state was refused: it doesn't fit what is there, there is no room, or <see cref="StateCommit.EnsureSuccess"/> met a conflict. Nothing was changed.</summary>
public sealed class StateException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public StateException() : base("The write to the state was refused. Nothing was changed.") { }

    /// <summary>Creates the exception with a message.</summary>
    public StateException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StateException(string message, Exception? innerException) : base(message, innerException) { }

    internal StateException(StateFault fault) : base(fault.Message) => Fault = fault;

    internal StateException(StateConflict conflict) : base(
        $"The state '{Contexts.IdText.Shown(conflict.Key.Name)}' has version {conflict.CurrentVersion}, which isn't the one expected. Nothing was changed. Read it again and decide anew.") => Conflict = conflict;

    /// <summary>What can't be done; null when it was a conflict.</summary>
    public StateFault? Fault { get; }

    /// <summary>The conflict; null when it was a fault.</summary>
    public StateConflict? Conflict { get; }
}
