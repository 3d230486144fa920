namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Nobody is taken for dead before the idle limit, nobody is timed out who had time left, and nobody lives past the deadline.</summary>
internal static class TimingInvariants
{
    internal static void Check(WorldTrace trace, SeenRun seen, List<string> found)
    {
        if (seen is not { IsComplete: true, After: 0, MayMiss: false } || trace.Limits is not { } limits)
            return;
        var started = new Dictionary<ExecutionId, AgentStarted>();
        var progress = new Dictionary<ExecutionId, DateTimeOffset>();
        foreach (var item in seen.Events)
        {
            if (item is AgentStarted start)
                started.Add(item.ExecutionId, start);
            if (item is AgentDied && started.ContainsKey(item.ExecutionId) && item.Timestamp - progress[item.ExecutionId] < limits.Idle)
                found.Add($"{seen.Name}: {item} although something had happened {(item.Timestamp - progress[item.ExecutionId]).TotalSeconds} s before");
            if (item is AgentTerminalEvent terminal && started.TryGetValue(item.ExecutionId, out var begin) && terminal.Duration != item.Timestamp - begin.Timestamp)
                found.Add($"{seen.Name}: {item} tells of {terminal.Duration}, and its events of {item.Timestamp - begin.Timestamp}");
            if (item is AgentTerminalEvent && trace.IsPunctual && started.TryGetValue(item.ExecutionId, out begin) && item.Timestamp - begin.Timestamp > limits.Longest)
                found.Add($"{seen.Name}: {item} ends what was to take {limits.Longest.TotalSeconds} s after {(item.Timestamp - begin.Timestamp).TotalSeconds} s");

            // A gap hides who did something and when: of what came before it nothing can be said.
            if (item is EventGap)
                foreach (var execution in progress.Keys)
                    progress[execution] = DateTimeOffset.MinValue;

            // What a sub-agent does is progress of those that wait for it.
            for (ExecutionId? execution = item is EventGap ? null : item.ExecutionId; execution is { } id; execution = started.TryGetValue(id, out var above) ? above.ParentExecutionId : null)
                progress[id] = item.Timestamp;
        }
    }
}
