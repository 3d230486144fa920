using Netra.Agents.Diagnostics;

namespace Netra.Agents.Audit;

/// <summary>Records for the rooms above, whatever trail the host has: within a time, and with an answer instead of an exception.</summary>
internal sealed class AuditRecorder(IAuditTrail trail, AuditOptions options, TimeProvider clock, AgentDiagnostics diagnostics)
{
    private readonly TimeSpan _timeout = options.WriteTimeout;

    internal bool FailsClosed { get; } = options.OnFailure == AuditFailureMode.FailClosed;

    internal bool RecordsArguments { get; } = options.RecordArguments;

    internal AuditedCalls Calls { get; } = options.Calls;

    internal TimeSpan Timeout => _timeout;

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <returns>False when it is not known to be kept; that was logged and counted.</returns>
    internal ValueTask<bool> TryRecordAsync(AuditEntry entry)
    {
        try
        {
            var recording = trail.RecordAsync(entry, CancellationToken.None);
            return recording.IsCompletedSuccessfully ? new ValueTask<bool>(true) : WaitAsync(recording, entry.Kind);
        }
        catch (Exception e)
        {
            diagnostics.AuditFailed(entry.Kind, e);
            return new ValueTask<bool>(false);
        }
    }

    private async ValueTask<bool> WaitAsync(ValueTask recording, string kind)
    {
        try
        {
            await StoreCall.BoundAsync(recording, _timeout, clock, new CancellationTokenSource());
            return true;
        }
        catch (Exception e)
        {
            diagnostics.AuditFailed(kind, e);
            return false;
        }
    }
}
