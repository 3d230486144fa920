using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

/// <summary>One way in which an execution ends, and what must be seen of it.</summary>
internal sealed record Outcome(ExecutionStatus Status, string? Code, Type Terminal)
{
    /// <summary>What the agent does.</summary>
    internal required Func<AgentExecution, Stage, CancellationToken, ValueTask<AgentOutput>> Agent { get; init; }

    /// <summary>What happens to it from outside, once it is at work.</summary>
    internal Action<TestHost, UserExecutionContext, Stage>? During { get; init; }

    internal AgentTimeouts? Timeouts { get; init; }

    /// <summary>True when the agent's code is still at work at its end, and comes with a result of its own later.</summary>
    internal bool HasLateResult { get; init; }
}
