namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Nobody sees, keeps or is told what is another's.</summary>
internal static class SecretInvariants
{
    internal static void Check(SeenRun seen, List<Owner> owners, RunId runId, List<string> found)
    {
        foreach (var item in seen.Events)
        {
            if (item.Owner != owners[seen.Owner] || item.RunId != runId)
                found.Add($"{seen.Name}: {item} is of another owner or run");
            if (Foreign(item, seen.Owner) is >= 0 and var whose)
                found.Add($"{seen.Name}: {item}, read for owner {seen.Owner}, holds a secret of owner {whose}");
        }
    }

    internal static void Check(WorldTrace trace, List<string> found)
    {
        foreach (var run in trace.Runs)
            foreach (var result in run.Results)
                if (Math.Max(Secrets.Foreign(result.Output?.Value ?? default, run.Owner), Secrets.Foreign(result.Error?.Message, run.Owner)) >= 0)
                    found.Add($"the result of run {run.RunId} holds a secret of another owner");
        foreach (var (key, value) in trace.Stored)
            if (Math.Max(Secrets.Foreign(key.Name, trace.Owners.IndexOf(key.Owner)), Secrets.Foreign(value, trace.Owners.IndexOf(key.Owner))) >= 0)
                found.Add($"state '{key.Name}' of owner {trace.Owners.IndexOf(key.Owner)} holds a secret of another");
        foreach (var entry in trace.Audit)
            if (Math.Max(Secrets.Foreign(entry.Reason, trace.Owners.IndexOf(entry.Owner)), Secrets.Foreign(entry.Subject, trace.Owners.IndexOf(entry.Owner))) >= 0)
                found.Add($"an audit entry of owner {trace.Owners.IndexOf(entry.Owner)} holds a secret of another: {entry}");
        foreach (var line in trace.Logs)
            if (Secrets.Foreign(line, owner: -1) >= 0)
                found.Add($"a log line holds a secret: {line}");
    }

    private static int Foreign(AgentEvent item, int owner) => item switch
    {
        AgentText text => Secrets.Foreign(text.Text, owner),
        AgentThinking thinking => Secrets.Foreign(thinking.Text, owner),
        AgentProgress progress => Secrets.Foreign(progress.Message, owner),
        ToolExecuting executing => Secrets.Foreign(executing.Arguments, owner),
        ToolCompleted completed => Math.Max(Secrets.Foreign(completed.Output, owner), Secrets.Foreign(completed.Error?.Message, owner)),
        ToolApprovalRequested requested => Secrets.Foreign(requested.Arguments, owner),
        AgentCompleted completed => Secrets.Foreign(completed.Output, owner),
        AgentTerminalEvent terminal => Secrets.Foreign(terminal.Error?.Message, owner),
        _ => -1,
    };
}
