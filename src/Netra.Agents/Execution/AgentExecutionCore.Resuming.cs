using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>Later attempts at a run: the same run id and the same log, another execution with a greater epoch.</summary>
internal sealed partial class AgentExecutionCore
{
    // Far beyond what one attempt can write: sequences that an attempt in another process gave are not given again.
    private const int SequencesPerAttempt = 32;

    /// <summary>The run as this process knows it, live or retained.</summary>
    internal AgentRun? Find(Owner owner, RunId runId) => engine.Directory.Find(owner, runId);

    internal bool IsStopping => _stopping;

    /// <summary>Begins another attempt at a run; null when there is another meanwhile.</summary>
    /// <param name="last">The run as it was found; null when this process didn't know it.</param>
    /// <param name="agentName">A registered workflow.</param>
    /// <param name="contextOf">Makes the attempt's context, over what the run's contexts share if this process knows the run.</param>
    /// <param name="input">What was asked when the run began.</param>
    /// <param name="epoch">Which attempt this is.</param>
    /// <param name="resume">For the workflow: from where it goes on.</param>
    /// <param name="isErasing">True when it can't begin because the owner's data is being erased.</param>
    internal RunningExecution? BeginAttempt(
        AgentRun? last, string agentName, Func<Contexts.RunIdentity?, UserExecutionContext> contextOf, ContextValue input, long epoch, object resume, out bool isErasing)
    {
        var agent = engine.Agents.Get(agentName);
        var goesOn = last?.Result is not null && last.Epoch == epoch - 1;
        var context = contextOf(goesOn ? last!.Identity : null);
        context.Run.TryBegin();
        var log = goesOn
            ? last!.Log
            : new RunLog(context.Run, new RunClock(engine.Clock), engine.Settings.EventLog, engine.EventCounters, engine.Pumps, (epoch - 1) << SequencesPerAttempt);
        var run = new AgentRun(engine, log, input, agent.Timeouts.Run, epoch);
        var execution = new RunningExecution(run, null, agent, context, input, agent.Timeouts) { Workflow = resume };
        lock (run.Identity)
        {
            if (!engine.Directory.TryReplace(last, run, out isErasing))
            {
                return null;
            }

            log.ReopenNeedsLock();
            execution.Announce();
        }

        Begun(execution);
        return execution;
    }
}
