namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>What a caller is told of an execution is what its last event says.</summary>
internal static class ResultInvariants
{
    internal static void Check(RunRecord run, List<string> found)
    {
        foreach (var result in run.Results)
        {
            if (result.ExecutionId is not { } execution)
            {
                if (result.Status != ExecutionStatus.Rejected)
                    found.Add($"a result without an execution says {result}");
                continue;
            }

            // Whoever saw the run to its end must have seen this one's.
            var terminal = TerminalOf(run, execution, out var wasSeenWhole);
            if (terminal is null && wasSeenWhole)
                found.Add($"execution {execution} has the result {result}, and no terminal event");
            if (terminal is not null && !Agree(terminal, result))
                found.Add($"execution {execution} has the result {result}, and the terminal event {terminal} ({terminal.Error?.Code})");
        }
    }

    private static AgentTerminalEvent? TerminalOf(RunRecord run, ExecutionId execution, out bool wasSeenWhole)
    {
        wasSeenWhole = false;
        foreach (var seen in run.Seen)
        {
            foreach (var item in seen.Events)
                if (item is AgentTerminalEvent terminal && item.ExecutionId == execution)
                    return terminal;
            wasSeenWhole |= seen is { IsComplete: true, After: 0, MayMiss: false };
        }

        return null;
    }

    private static bool Agree(AgentTerminalEvent terminal, AgentExecutionResult result) =>
        result.RunId == terminal.RunId && result.AgentName == terminal.AgentName && result.Duration == terminal.Duration && result.Error == terminal.Error
        && (result.Output?.Value ?? default) == ((terminal as AgentCompleted)?.Output ?? default)
        && terminal switch
        {
            AgentCompleted => result.Status == ExecutionStatus.Completed,
            AgentCancelled => result.Status == ExecutionStatus.Cancelled,
            AgentTimedOut => result.Status == ExecutionStatus.TimedOut,
            AgentDied => result.Status == ExecutionStatus.Died,
            _ => result.Status is ExecutionStatus.Failed or ExecutionStatus.Denied,
        };
}
