using System.Collections.Frozen;

namespace Netra.Agents.Diagnostics;

/// <summary>The error codes that may stand in a metric's tag.</summary>
internal static class AgentErrorCodeSet
{
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        StringComparer.Ordinal,
        "caller_cancelled", "denied", "unknown", "tool_unavailable", "invalid_arguments", "limit_reached", "approval_refused", "approval_expired", "tool_failed", "tool_timed_out", "abandoned", "too_deep", "audit_unavailable", "budget_exhausted", "budget_unavailable");

    internal static bool Contains(string code) => Codes.Contains(code);
}
