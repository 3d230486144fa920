namespace Netra.Agents.Workflows;

/// <summary>From where an attempt goes on: the head that it has written, and its version.</summary>
internal sealed record WorkflowResume(CheckpointHead Head, long HeadVersion);
