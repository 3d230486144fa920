namespace Netra.Agents.Workflows;

/// <summary>From where an attempt goes on.</summary>
internal sealed record WorkflowResume(CheckpointHead Head, long HeadVersion);
