using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>What the engine takes from the options, copied once.</summary>
internal sealed record ExecutionSettings
{
    internal required AgentTimeouts Timeouts { get; init; }
    internal required int MaxStepsPerRun { get; init; }
    internal required EventLogLimits EventLog { get; init; }
    internal required int RetainedRunsPerOwner { get; init; }
    internal required int RetainedRuns { get; init; }
    internal required TimeSpan RunRetention { get; init; }
    internal required TimeSpan WatchdogPeriod { get; init; }
    internal required TimeSpan StarvationThreshold { get; init; }
}
