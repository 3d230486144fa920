namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>What a caller is told of an execution is what its last event says.</summary>
internal static class ResultInvariants
{
    internal static void Check(RunRecord run, List<string> found)
    {
        if (run.Seen.Find(static seen => seen is { IsComplete: true, After: 0, MayMiss: false }) is not { } whole)
        {
            if (run.Results.Exists(result => result.ExecutionId is not null))
                found.Add($"run {run.RunId} has a result, and nobody saw its events to the end");
            return;
        }

        foreach (var result in run.Results)
        {
            if (result.ExecutionId is not { } execution)
            {
                if (result.Status != ExecutionStatus.Rejected)
                    found.Add($"a result without an execution says {result}");
                continue;
            }

            var terminal = whole.Events.OfType<AgentTerminalEvent>().FirstOrDefault(item => item.ExecutionId == execution);
            if (terminal is null)
                found.Add($"execution {execution} has the result {result}, and no terminal event");
            else if (!Agree(terminal, result))
                found.Add($"execution {execution} has the result {result}, and the terminal event {terminal} ({terminal.Error?.Code})");
        }
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
