using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Diagnostics;

/// <summary>Everything that is told about runs: one method for each thing that can happen. Costs a branch where nobody listens.</summary>
internal sealed class AgentDiagnostics(AgentMetrics metrics, ILogger logger, OwnerPseudonym pseudonym) : IDisposable
{
    internal string PseudonymOf(Owner owner) => pseudonym.Of(owner);

    private readonly ActivitySource _source = new(NetraAgentsDiagnostics.ActivitySourceName);

    internal bool Traces => _source.HasListeners();

    public void Dispose() => _source.Dispose();

    /// <summary>Starts the span of an execution, current from here on for the agent's code and nobody else's. Null when nobody listens.</summary>
    internal Activity? StartAgent(string activityName, Activity? parent, UserExecutionContext context, ExecutionClaim claim)
    {
        Activity.Current = null;
        if (parent is { IsStopped: false })
        {
            Activity.Current = parent;
        }

        // A parent that has ended can't be made current any more, but it can be pointed at.
        var activity = Start(activityName, "invoke_agent", parent is not null && Activity.Current is null ? parent.Context : default);
        activity?.SetTag("gen_ai.agent.name", claim.AgentName);
        activity?.SetTag("netra.run.id", context.RunId.ToString());
        activity?.SetTag("netra.execution.id", claim.ExecutionId.ToString());
        return activity;
    }

    internal Activity? StartTool(string activityName, string toolName, string callId)
    {
        var activity = Start(activityName, "execute_tool");
        activity?.SetTag("gen_ai.tool.name", toolName);
        activity?.SetTag("gen_ai.tool.type", "function");
        activity?.SetTag("gen_ai.tool.call.id", callId);
        return activity;
    }

    /// <summary>Ends a span; ending it again changes nothing.</summary>
    internal static void EndSpan(Activity? activity, string? errorCode)
    {
        if (activity is null)
        {
            return;
        }

        if (errorCode is not null)
        {
            activity.SetTag("error.type", errorCode);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        // Stopping a span makes its parent current on this thread, which may be that of whoever cancelled: theirs stays theirs.
        var current = Activity.Current;
        Guard(activity, static activity => activity.Stop());
        if (!ReferenceEquals(current, activity))
        {
            Activity.Current = current;
        }
    }

    /// <summary>A listener that throws is the listener's fault, and must not end anybody's run.</summary>
    private static void Guard<T>(T state, Action<T> tell)
    {
        try
        {
            tell(state);
        }
        catch (Exception e)
        {
            Trace.TraceError($"Netra.Agents: a listener of telemetry threw {e.GetType()}.");
        }
    }

    private Activity? Start(string activityName, string operation, ActivityContext parent = default)
    {
        Activity? activity = null;
        Guard(0, _ => activity = _source.StartActivity(activityName, ActivityKind.Internal, parent));
        return activity?.SetTag("gen_ai.operation.name", operation);
    }

    internal void RunStarted() => metrics.LiveRuns(1);

    internal void RunWaits() => metrics.WaitingRuns(1);

    internal void RunWaitsNoMore() => metrics.WaitingRuns(-1);

    internal void RunEnded() => metrics.LiveRuns(-1);

    internal void ExecutionEnded(ExecutionClaim claim, Activity? activity, string outcome, string? errorCode, TimeSpan duration, Exception? exception)
    {
        metrics.Execution(claim.AgentName, outcome, duration);
        EndSpan(activity, errorCode);
        if (errorCode is null)
        {
            return;
        }

        Log.ExecutionNotCompleted(logger, claim.AgentName, claim.ExecutionId, logger.IsEnabled(LogLevel.Warning) ? PseudonymOf(claim.Owner) : "", outcome, errorCode, exception?.GetType().Name);
        if (exception is not null)
        {
            Log.ExecutionExceptionSensitive(logger, claim.ExecutionId, exception);
        }
    }

    internal void Rejected(string agentName, string code) => metrics.Rejected(agentName, code);

    internal void LateResult() => metrics.LateResult();

    internal void FencedEffect(string effect) => metrics.FencedEffect(effect);

    internal void ToolEnded(string toolName, string? errorCode) => metrics.ToolCall(toolName, errorCode);

    internal void ToolRefused(string code) => metrics.ToolRefused(code);

    internal void ToolThrew(string toolName, Exception exception)
    {
        Log.ToolThrew(logger, toolName, exception.GetType().Name);
        Log.ToolExceptionSensitive(logger, toolName, exception);
    }

    internal void AuthorizerFailed(string toolName, Exception exception) => Log.AuthorizerFailed(logger, toolName, exception.GetType().Name);

    internal void ToolSourceFailed(string source, Exception exception) => Log.ToolSourceFailed(logger, source, exception is FormatException ? exception.Message : exception.GetType().Name);

    internal void LimiterFailed(string toolName, Exception exception) => Log.LimiterFailed(logger, toolName, exception.GetType().Name);

    internal void RunLimiterFailed(string agentName, Exception exception) => Log.RunLimiterFailed(logger, agentName, exception.GetType().Name);

    internal void ScopeFailed(string what, Exception exception) => Log.ScopeFailed(logger, what, exception.GetType().Name);

    internal void Starved(TimeSpan late)
    {
        metrics.Starved();
        Log.Starved(logger, late);
    }

    internal void BudgetRefused(string scope, string kind) => metrics.BudgetRefused(scope, kind);

    internal void LedgerFailed(Exception exception) => Log.LedgerFailed(logger, exception.GetType().Name);

    internal void OwnerClassFailed(Exception exception) => Log.OwnerClassFailed(logger, exception.GetType().Name);

    internal void WaitNotWatched(RunId runId) => Log.WaitNotWatched(logger, runId);

    internal void CheckpointsLeft(RunId runId, Exception exception) => Log.CheckpointsLeft(logger, runId, exception.GetType().Name);

    internal void WaitNotResumed(RunId runId, Exception exception) => Log.WaitNotResumed(logger, runId, exception);

    internal void WatchdogFailed(Exception exception) => Log.WatchdogFailed(logger, exception);

    internal void EventsMerged(long events) => metrics.EventsMerged(events);

    internal void EventsDropped(long events) => metrics.EventsDropped(events);

    internal void EventUndelivered(string sink, string what, int attempts, Exception? exception)
    {
        metrics.EventUndelivered(sink);
        Log.EventUndelivered(logger, sink, what, attempts, exception?.GetType().Name);
    }

    internal void AuditFailed(string what, Exception? exception)
    {
        Log.AuditFailed(logger, what, exception?.GetType().Name);
        metrics.AuditFailed(what);
    }

    internal void AuditAnchorFailed(Exception exception) => AuditFailed("checkpoint", exception);

    internal void AuditKeysOfProcess() => Log.AuditKeysOfProcess(logger);

    internal void SinkOverflow(string sink, RunId? run)
    {
        metrics.EventUndelivered(sink);
        Log.SinkOverflow(logger, sink, run);
    }
}
