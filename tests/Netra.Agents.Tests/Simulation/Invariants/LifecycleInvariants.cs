namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Started first, exactly one end and it is the last; every tool_executing has its tool_completed before that.</summary>
internal static class LifecycleInvariants
{
    internal static void Check(SeenRun seen, List<string> found)
    {
        var executions = new Dictionary<ExecutionId, bool>();
        var calls = new Dictionary<string, ExecutionId>();
        foreach (var item in seen.Events)
        {
            if (item is EventGap)
                continue;
            var isKnown = executions.TryGetValue(item.ExecutionId, out var hasEnded);
            if (hasEnded)
                found.Add($"{seen.Name}: {item} comes after the end of its execution");
            if (item is AgentStarted ? isKnown : !isKnown && SeesAll(seen))
                found.Add($"{seen.Name}: {item} ({(isKnown ? "a second start" : "before the start")} of its execution)");
            executions[item.ExecutionId] = item.IsTerminal;
            CheckPairs(seen, item, calls, found);
        }

        if (!SeesAll(seen))
            return;
        if (seen.Events is [var first, ..] && first is not AgentStarted { ParentExecutionId: null })
            found.Add($"{seen.Name}: the run begins with {first}");
        if (!seen.IsComplete)
            return;
        foreach (var (execution, hasEnded) in executions)
            if (!hasEnded)
                found.Add($"{seen.Name}: execution {execution} has no end");
        foreach (var call in calls.Keys)
            found.Add($"{seen.Name}: tool call {call} has no end");
    }

    private static void CheckPairs(SeenRun seen, AgentEvent item, Dictionary<string, ExecutionId> calls, List<string> found)
    {
        switch (item)
        {
            case ToolExecuting executing:
                if (!calls.TryAdd(executing.CallId, executing.ExecutionId))
                    found.Add($"{seen.Name}: {item} begins call {executing.CallId} a second time");
                break;
            case ToolCompleted completed:
                if (!calls.Remove(completed.CallId) && SeesAll(seen))
                    found.Add($"{seen.Name}: {item} ends call {completed.CallId}, which is not open");
                break;
            case { IsTerminal: true } when !seen.MayMiss:
                foreach (var (call, execution) in calls)
                    if (execution == item.ExecutionId)
                        found.Add($"{seen.Name}: {item} leaves tool call {call} open");
                break;
        }
    }

    private static bool SeesAll(SeenRun seen) => seen is { After: 0, MayMiss: false };
}
