namespace Netra.Agents.Execution;

/// <summary>How a workflow ended, when not by completing.</summary>
internal sealed record WorkflowEnding(ExecutionStatus Status, AgentError? Error, object? ExceptionOrWaits);
