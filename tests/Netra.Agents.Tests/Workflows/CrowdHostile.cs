namespace Netra.Agents.Tests.Workflows;

/// <summary>A user who knows the ids of all others, and holds what he is told against what he is told of runs that never were.</summary>
internal sealed class CrowdHostile(IWorkflowOrchestrator workflows, IAgentExecutionCore core, CrowdMember self, IReadOnlyList<CrowdMember> crowd)
{
    internal int Tries { get; private set; }

    internal List<string> Found { get; } = [];

    internal async Task HarassAsync(Task until)
    {
        for (var next = self.Index; !until.IsCompleted || Tries < crowd.Count; next += 7)
        {
            var victim = crowd[next % crowd.Count];
            if (victim.RunId is { } runId && victim != self)
            {
                var (got, none) = (await TryAsync(runId, victim.WaitId ?? WaitId.Parse(Guid.CreateVersion7().ToString("N"))), await TryAsync(RunId.New(), WaitId.Parse(Guid.CreateVersion7().ToString("N"))));
                if (got != none)
                {
                    Found.Add($"owner {self.Index} was told of run {victim.Index}: {got}; of a run that never was: {none}");
                }
            }

            Tries++;
            await Task.Yield();
        }
    }

    private async Task<string> TryAsync(RunId runId, WaitId waitId)
    {
        switch (Tries % 6)
        {
            case 0: return $"{await workflows.CancelAsync(self.Context(), runId)}";
            case 1: return $"{await core.CancelAsync(self.Context(), runId)}";
            case 2: return Told(await workflows.ResumeAsync(self.Context(), runId), runId);
            case 3: return Told(await workflows.ResumeAsync(self.Context(), runId, waitId, self.Canary), runId);
            case 4: return $"{(await workflows.ListWaitsAsync(self.Context(), runId)).Count} waits";
            default:
                try
                {
                    await foreach (var item in core.SubscribeAsync(self.Context(), runId))
                    {
                        return $"{item}";
                    }

                    return "an empty log";
                }
                catch (RunNotFoundException e)
                {
                    return e.Message.Replace(runId.ToString(), "the run", StringComparison.Ordinal);
                }
        }
    }

    private static string Told(AgentExecutionResult result, RunId runId) =>
        $"{result.Status} {result.Error?.Code} {result.Error?.Message.Replace(runId.ToString(), "the run", StringComparison.Ordinal)} {result.Output?.Text}";
}
