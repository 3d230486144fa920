namespace Netra.Agents.Workflows;

/// <summary>What became of a step; the first for one that was not reached.</summary>
internal enum StepStatus : byte
{
    NotRun,
    Completed,
    Skipped,
    Failed,
    Cancelled,
}
