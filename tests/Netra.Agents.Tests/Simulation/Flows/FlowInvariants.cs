using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>What must be true of what was told of a run, whoever reads it, in whichever process.</summary>
internal static class FlowInvariants
{
    internal static bool CanGoOn(ExecutionStatus status, AgentError? error) => status == ExecutionStatus.Suspended
        || error?.Code is AgentErrorCodes.Superseded or AgentErrorCodes.ShuttingDown or AgentErrorCodes.CheckpointFailed;

    internal static void CheckLog(FlowWorld world, FlowRun run, List<AgentEvent> read, string name)
    {
        var found = world.Problems;
        AgentEvent? before = null;
        var live = new HashSet<ExecutionId>();
        var steps = new HashSet<string>();
        foreach (var item in read)
        {
            if (item.Owner != world.Owners[run.Owner] || item.RunId != run.RunId)
                found.Add($"{name}: {item} is of another owner or run");
            if (Foreign(item, run.Owner) >= 0)
                found.Add($"{name}: {item} holds the secret of another");
            if (item.FirstSequence != (before?.Sequence ?? 0) + 1)
                found.Add($"{name}: {item} covers {item.FirstSequence} to {item.Sequence} after {before?.Sequence ?? 0}");
            if (item is EventGap)
            {
                // What was under way in a process that died has no end.
                live.Clear();
                before = item;
                continue;
            }

            // A place is given once, in whichever process.
            if (!run.Events.TryAdd(item.Sequence, item) && (run.Events[item.Sequence].ExecutionId != item.ExecutionId || run.Events[item.Sequence].WireName != item.WireName))
                found.Add($"{name}: {item} of execution {item.ExecutionId} has the place of {run.Events[item.Sequence]} of execution {run.Events[item.Sequence].ExecutionId}");
            if (item is AgentStarted or WorkflowStarted ? !live.Add(item.ExecutionId) : !live.Contains(item.ExecutionId))
                found.Add($"{name}: {item} comes before the start or after the end of its execution");
            if (item is AgentTerminalEvent)
                live.Remove(item.ExecutionId);
            if (item is AgentTerminalEvent { EndsRun: true } && live.Count > 0)
                found.Add($"{name}: {item} leaves {live.Count} executions open");
            CheckStep(item, steps, found, name);
            before = item;
        }
    }

    /// <summary>A run ends once for good. A stop takes effect at once and is written down afterwards: whoever takes the run on in between, elsewhere, can end it once more.</summary>
    internal static void CheckEnds(FlowWorld world, FlowRun run)
    {
        var ends = run.Events.Values.OfType<AgentTerminalEvent>().Where(end => end.EndsRun && !CanGoOn(default, end.Error) && end is not WorkflowSuspended).ToList();
        var byItself = ends.Where(end => end is WorkflowCompleted or WorkflowFailed).ToList();
        if (byItself.Count > 1 && !(run.MayEndAgain && byItself.Select(end => (end.GetType(), end.Error?.Code)).Distinct().Count() == 1))
            world.Problems.Add($"run {run.Index} ended {byItself.Count} times: {string.Join(", ", byItself)}");
        if (ends.GroupBy(end => end.ExecutionId).Any(same => same.Count() > 1))
            world.Problems.Add($"an attempt at run {run.Index} ended twice");
        foreach (var end in byItself.OfType<WorkflowCompleted>())
            if (!end.Output.TryGetValue("s", out var secret) || secret.AsString() != run.Secret)
                world.Problems.Add($"run {run.Index} completed without what is its own");
        foreach (var result in run.Results.Where(result => result.ExecutionId is not null))
            if (run.Events.Values.OfType<AgentTerminalEvent>().FirstOrDefault(end => end.ExecutionId == result.ExecutionId) is { } end && (end.Error != result.Error || end.Duration != result.Duration))
                world.Problems.Add($"run {run.Index}: the result {result} is not what {end} says");
    }

    private static void CheckStep(AgentEvent item, HashSet<string> open, List<string> found, string name)
    {
        switch (item)
        {
            case WorkflowStarted:
                open.Clear();
                break;
            case StepStarted started when !open.Add(started.Step):
                found.Add($"{name}: {item} begins '{started.Step}' a second time");
                break;
            case StepCompleted completed when !open.Contains(completed.Step):
                found.Add($"{name}: {item} ends '{completed.Step}', which did not begin");
                break;
            case StepFailed failed when !open.Contains(failed.Step):
                found.Add($"{name}: {item} ends '{failed.Step}', which did not begin");
                break;
        }
    }

    private static int Foreign(AgentEvent item, int owner) => item switch
    {
        AgentText text => Secrets.Foreign(text.Text, owner),
        ToolExecuting executing => Secrets.Foreign(executing.Arguments, owner),
        ToolCompleted completed => Math.Max(Secrets.Foreign(completed.Output, owner), Secrets.Foreign(completed.Error?.Message, owner)),
        AgentCompleted completed => Secrets.Foreign(completed.Output, owner),
        WorkflowCompleted completed => Secrets.Foreign(completed.Output, owner),
        StepCompleted completed => Secrets.Foreign(completed.Output, owner),
        StepFailed failed => Secrets.Foreign(failed.Error.Message, owner),
        WorkflowWaiting waiting => Secrets.Foreign(waiting.Wait.Prompt, owner),
        WorkflowSuspended suspended => suspended.Waits.Max(wait => Secrets.Foreign(wait.Prompt, owner)),
        AgentTerminalEvent terminal => Secrets.Foreign(terminal.Error?.Message, owner),
        _ => -1,
    };
}
