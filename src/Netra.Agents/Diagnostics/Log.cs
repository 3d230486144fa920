using Microsoft.Extensions.Logging;

namespace Netra.Agents.Diagnostics;

/// <summary>Every log message of the core. No payload, no raw owner; what could hold either is in the methods that end in Sensitive, at Trace.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Execution {ExecutionId} of agent {Agent} for owner {OwnerHash} ended as {Outcome} ({Code}, {ExceptionType}).")]
    internal static partial void ExecutionNotCompleted(ILogger logger, string agent, ExecutionId executionId, string ownerHash, string outcome, string code, string? exceptionType);

    [LoggerMessage(2, LogLevel.Trace, "Execution {ExecutionId} threw.")]
    internal static partial void ExecutionExceptionSensitive(ILogger logger, ExecutionId executionId, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Tool {Tool} threw {ExceptionType}.")]
    internal static partial void ToolThrew(ILogger logger, string tool, string exceptionType);

    [LoggerMessage(4, LogLevel.Trace, "Tool {Tool} threw.")]
    internal static partial void ToolExceptionSensitive(ILogger logger, string tool, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "An authorizer failed to decide about tool {Tool} ({ExceptionType}); the call was denied.")]
    internal static partial void AuthorizerFailed(ILogger logger, string tool, string exceptionType);

    [LoggerMessage(6, LogLevel.Error, "The service scope of {What} failed to dispose ({ExceptionType}).")]
    internal static partial void ScopeFailed(ILogger logger, string what, string exceptionType);

    [LoggerMessage(7, LogLevel.Warning, "The watchdog's tick came {Late} late: the process is starved, and nobody is judged for being quiet.")]
    internal static partial void Starved(ILogger logger, TimeSpan late);

    [LoggerMessage(8, LogLevel.Critical, "The watchdog failed; it goes on with its next tick.")]
    internal static partial void WatchdogFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Sink {Sink} did not take {Event} after {Attempts} attempts ({ExceptionType}).")]
    internal static partial void EventUndelivered(ILogger logger, string sink, string @event, int attempts, string? exceptionType);

    [LoggerMessage(10, LogLevel.Error, "Too many runs wait for sink {Sink}; the events of run {RunId} are not sent there any more.")]
    internal static partial void SinkOverflow(ILogger logger, string sink, RunId? runId);

    [LoggerMessage(11, LogLevel.Error, "A limiter failed to note the end of a call of tool {Tool} ({ExceptionType}).")]
    internal static partial void LimiterFailed(ILogger logger, string tool, string exceptionType);

    [LoggerMessage(12, LogLevel.Error, "The tools of source {Source} can't be had: {Reason}")]
    internal static partial void ToolSourceFailed(ILogger logger, string source, string reason);

    [LoggerMessage(21, LogLevel.Warning, "Too many suspended runs wait with an expiry; run {RunId} isn't taken on by itself when its wait expires.")]
    internal static partial void WaitNotWatched(ILogger logger, RunId runId);

    [LoggerMessage(23, LogLevel.Warning, "The checkpoints of run {RunId}, which has ended, could not be deleted ({ExceptionType}).")]
    internal static partial void CheckpointsLeft(ILogger logger, RunId runId, string exceptionType);

    [LoggerMessage(22, LogLevel.Error, "Run {RunId} could not be taken on when its wait expired.")]
    internal static partial void WaitNotResumed(ILogger logger, RunId runId, Exception exception);

    [LoggerMessage(30, LogLevel.Error, "SchedulingOptions.ClassOf gave no class that can be used ({ExceptionType}); the owner has the defaults.")]
    internal static partial void OwnerClassFailed(ILogger logger, string exceptionType);

    [LoggerMessage(31, LogLevel.Error, "The ledger of the budgets, or BudgetOptions.Degrade, failed ({ExceptionType}).")]
    internal static partial void LedgerFailed(ILogger logger, string exceptionType);

    [LoggerMessage(32, LogLevel.Error, "A limiter failed, and no run of agent {Agent} was begun ({ExceptionType}).")]
    internal static partial void RunLimiterFailed(ILogger logger, string agent, string exceptionType);

    [LoggerMessage(40, LogLevel.Error, "The audit trail could not take {What} ({ExceptionType}).")]
    internal static partial void AuditFailed(ILogger logger, string what, string? exceptionType);

    [LoggerMessage(41, LogLevel.Warning, "The audit trail uses random keys of this process: its chains can be verified in this process only. Register an IAuditKeyProvider.")]
    internal static partial void AuditKeysOfProcess(ILogger logger);
}
