using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>Later attempts at a run: the same run id and the same log, another execution with a greater epoch.</summary>
internal sealed partial class AgentExecutionCore
{
    // Far beyond what one attempt can write: sequences that an attempt in another process gave are not given again.
    private const int SequencesPerAttempt = 32;

    /// <summary>The run as this process knows it, live or retained.</summary>
    internal AgentRun? Find(Owner owner, RunId runId) => engine.Directory.Find(owner, runId);

    /// <summary>Makes another attempt at a run. Nobody sees it before <see cref="TryAnnounce"/>: first it must have the run's checkpoints.</summary>
    /// <param name="last">The run as it was found; null when this process didn't know it.</param>
    /// <param name="agentName">A registered workflow.</param>
    /// <param name="contextOf">Makes the attempt's context, over what the run's contexts share if this process knows the run.</param>
    /// <param name="input">What was asked when the run began.</param>
    /// <param name="epoch">Which attempt this is.</param>
    internal RunningExecution NewAttempt(
        AgentRun? last, string agentName, Func<Contexts.RunIdentity?, UserExecutionContext> contextOf, ContextValue input, long epoch)
    {
        var agent = engine.Agents.Get(agentName);
        var goesOn = last?.Result?.Epoch == epoch - 1;
        var context = contextOf(goesOn ? last!.Identity : null);
        context.Run.TryBegin();
        var log = goesOn
            ? last!.Log
            : new RunLog(context.Run, new RunClock(engine.Clock), engine.Settings.EventLog, engine.EventCounters, engine.Pumps, (epoch - 1) << SequencesPerAttempt);
        var run = new AgentRun(engine, log, input);
        run.Budget = engine.Budgets.For(run, null);
        return new RunningExecution(run, null, agent, context, input, agent.Terms, epoch);
    }

    /// <summary>Keeps a place among those that wait, for an attempt that can't be refused any more once it has the run's checkpoints; null when there are too many.</summary>
    internal OwnerRuns? TryKeepPlace(Owner owner) => engine.Directory.TryKeepPlace(owner);

    /// <summary>Gives a place back that <see cref="TryAnnounce"/> wasn't given.</summary>
    internal void GivePlace(OwnerRuns place) => engine.Directory.GivePlace(place);

    internal TimeSpan RetryAfter => engine.Directory.RetryAfter;

    /// <summary>Puts an attempt that has the run's checkpoints in the place of the last that this process knows.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="place">The place that was kept for it; used up.</param>
    /// <returns>False when it can't begin because the owner's data is being erased.</returns>
    internal bool TryAnnounce(RunningExecution attempt, OwnerRuns place)
    {
        var run = attempt.Run;
        RunEntry entry;
        while (true)
        {
            var last = Find(run.Identity.Owner, run.Identity.RunId);

            // One that is still alive here has lost the run without knowing it.
            last?.Root?.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.Superseded, "Another attempt has taken the run over.");
            lock (run.Identity)
            {
                entry = engine.Directory.Replace(last, run, engine.Agents.Get(attempt.AgentName).Turns == TurnMode.Parallel ? TurnMode.Parallel : TurnMode.Enqueue, place);
                if (entry <= RunEntry.WaitsForTurn)
                {
                    run.Log.ReopenNeedsLock();
                    attempt.Announce(entry);
                    break;
                }
            }

            if (entry == RunEntry.Erasing)
            {
                engine.Directory.GivePlace(place);
                return false;
            }
        }

        Begun(attempt, waits: entry != RunEntry.Begins);
        return true;
    }
}
