using System.Globalization;

namespace Netra.Agents.Connections;

/// <summary>Runs as a client sees them listed: where each stands, and nothing of what it says.</summary>
internal static class RunList
{
    internal static ContextValue Of(IEnumerable<RunInfo> runs) => ContextValue.Map(("runs", ContextValue.List([.. runs.Select(Shown)])));

    private static ContextValue Shown(RunInfo run) => ContextValue.Map(
        ("run_id", run.RunId.ToString()),
        ("thread_id", run.ThreadId.ToString()),
        ("agent", run.AgentName),
        ("status", run.Status.ToString()),
        ("phase", run.Phase.ToString()),
        ("requested_at", Time(run.RequestedAt)),
        ("began_at", Time(run.BeganAt)),
        ("ended_at", Time(run.EndedAt)),
        ("code", run.ErrorCode));

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
