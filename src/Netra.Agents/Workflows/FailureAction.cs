namespace Netra.Agents.Workflows;

/// <summary>What follows when a step has failed.</summary>
internal enum FailureAction : byte
{
    Stop,
    Continue,
    GoTo,
}
