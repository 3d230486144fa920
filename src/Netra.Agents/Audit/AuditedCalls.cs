namespace Netra.Agents;

/// <summary>Which tool calls leave an intent before and an outcome after. Refusals and approvals are always recorded.</summary>
public enum AuditedCalls
{
    /// <summary>Those of tools that may change something: all but pure ones. The default.</summary>
    SideEffects,

    /// <summary>All.</summary>
    All,

    /// <summary>None.</summary>
    RefusalsOnly,
}
