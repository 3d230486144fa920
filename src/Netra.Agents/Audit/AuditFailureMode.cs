namespace Netra.Agents;

/// <summary>What happens to a tool call that can't be recorded.</summary>
public enum AuditFailureMode
{
    /// <summary>The tool does not run; its caller is refused with <c>audit_unavailable</c>. The default.</summary>
    FailClosed,

    /// <summary>The tool runs; the gap is logged and counted.</summary>
    Continue,
}
