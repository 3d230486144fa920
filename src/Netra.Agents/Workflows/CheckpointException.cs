namespace Netra.Agents.Workflows;

/// <summary>A checkpoint could not be written: the attempt ends, whatever its steps say about failures, and the run can be resumed.</summary>
internal sealed class CheckpointException(string message, Exception? innerException = null) : Exception(message, innerException);
