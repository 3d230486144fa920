namespace Netra.Agents.Execution;

/// <summary>What an execution has to keep to: the agent's own, shared by all its executions, unless a request asked for more.</summary>
internal sealed class ExecutionTerms(AgentTimeouts timeouts, OutputShape? shape)
{
    internal AgentTimeouts Timeouts { get; } = timeouts;

    /// <summary>Null when any output will do.</summary>
    internal OutputShape? Shape { get; } = shape;
}
