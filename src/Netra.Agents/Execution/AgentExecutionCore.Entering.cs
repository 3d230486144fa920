namespace Netra.Agents.Execution;

/// <summary>How a run is let in, or refused.</summary>
internal sealed partial class AgentExecutionCore
{
    /// <summary>Why the host's own limits keep a run out; null when they don't.</summary>
    private AgentError? Limited(Owner owner, string agentName)
    {
        try
        {
            foreach (var limiter in limiters)
            {
                if (limiter.TryBegin(owner, agentName) is { } refusal)
                {
                    return refusal;
                }
            }

            return null;
        }
        catch (Exception e)
        {
            engine.Diagnostics.RunLimiterFailed(agentName, e);
            return new AgentError(AgentErrorCodes.LimitReached, "A limit of the host could not be asked, so nothing was begun.");
        }
    }

    /// <summary>Lets a run in. One step for whoever finds it; and what is there already must not be announced a second time.</summary>
    private RunEntry Enter(RunningExecution execution, TurnMode turns, out AgentRun? there, out List<Scheduling.Ticket>? previous)
    {
        var identity = execution.Run.Identity;
        lock (identity)
        {
            if (identity.HasBegun)
            {
                (there, previous) = (engine.Directory.Find(identity.Owner, identity.RunId), null);
                return RunEntry.There;
            }

            var entry = engine.Directory.AddOrFind(execution.Run, turns, out there, out previous);
            if (entry is <= RunEntry.WaitsForTurn or RunEntry.There or RunEntry.Erasing)
            {
                // A context that was only refused for want of room can be used again.
                identity.TryBegin();
            }

            if (entry <= RunEntry.WaitsForTurn)
            {
                execution.Announce(entry);
            }

            return entry;
        }
    }

    /// <summary>Cancels a turn for the sake of a later one.</summary>
    private static void Replace(AgentRun run)
    {
        RunningExecution? root;
        lock (run.Identity)
        {
            // A run that is just being begun shows its root when the lock is free.
            root = run.Root;
        }

        root?.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.TurnReplaced, "A later turn of the thread has taken its place.");
    }

    private AgentExecutionResult Refused(RunEntry entry, string agentName, UserExecutionContext userContext) => entry switch
    {
        RunEntry.Erasing => Rejected(agentName, userContext, AgentErrorCodes.OwnerErased, "The owner's data is being erased. Begin again with a new context when it is done."),
        RunEntry.TurnTaken => Rejected(agentName, userContext, AgentErrorCodes.TurnTaken, "The thread has a turn under way. Ask again when that has ended.", engine.Directory.RetryAfter),
        _ => Rejected(
            agentName, userContext, AgentErrorCodes.QueueFull, "Too many runs wait already (SchedulingOptions.MaxWaitingRunsPerOwner, MaxWaitingRuns). Nothing was begun; ask again later.", engine.Directory.RetryAfter),
    };
}
