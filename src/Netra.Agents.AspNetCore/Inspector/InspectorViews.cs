using System.Globalization;

namespace Netra.Agents.AspNetCore;

/// <summary>What the pages are made of, as values. Owners by their pseudonyms.</summary>
internal static class InspectorViews
{
    internal static ContextValue Of(RunInfo run, string pseudonym) => ContextValue.Map(
        ("owner", pseudonym),
        ("run_id", run.RunId.ToString()),
        ("agent", run.AgentName),
        ("status", run.Status.ToString()),
        ("phase", run.Phase.ToString()),
        ("requested_at", Time(run.RequestedAt)),
        ("began_at", Time(run.BeganAt)),
        ("ended_at", Time(run.EndedAt)),
        ("code", run.ErrorCode));

    internal static ContextValue Of(RunBudgetStatus budget) => ContextValue.Map(("run", Of(budget.RunLimits, budget.RunTaken)), ("owner", Of(budget.OwnerLimits, budget.OwnerTaken)));

    internal static ContextValue Of(AuditVerification found) => ContextValue.Map(
        ("verified", found.IsVerified),
        ("fault", found.Fault.ToString()),
        ("message", found.Message),
        ("count", found.Count),
        ("first_sequence", found.FirstSequence),
        ("last_sequence", found.Head.Sequence),
        ("end_known", found.IsEndKnown),
        ("first_bad_sequence", found.FirstBadSequence is { } bad ? bad : (ContextValue)default));

    private static ContextValue Of(BudgetLimits limits, BudgetAmount taken) => ContextValue.Map(
        ("model_tokens", Of(limits.ModelTokens is { } tokens ? tokens : (ContextValue)default, taken.ModelTokens)),
        ("tool_calls", Of(limits.ToolCalls is { } calls ? calls : (ContextValue)default, taken.ToolCalls)),
        ("wall_time_s", Of(limits.WallTime is { } time ? (decimal)time.TotalSeconds : (ContextValue)default, (decimal)taken.WallTime.TotalSeconds)),
        ("money", Of(limits.Money is { } money ? money : (ContextValue)default, taken.Money)));

    private static ContextValue Of(ContextValue limit, ContextValue taken) => ContextValue.Map(("limit", limit), ("taken", taken));

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
