namespace Netra.Agents.Workflows;

/// <summary>An expression met something that it can't read: the step that asked fails.</summary>
internal sealed class DataMismatchException(string message, Exception innerException) : Exception(message, innerException);
