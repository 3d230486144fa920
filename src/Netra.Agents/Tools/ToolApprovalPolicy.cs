namespace Netra.Agents;

/// <summary>Who must say yes to each call of a tool, and how long we wait for it.</summary>
/// <param name="ExpiresAfter">No answer until then means no.</param>
/// <param name="Approver">Who may answer; the owner of the run when null.</param>
public sealed record ToolApprovalPolicy(TimeSpan ExpiresAfter, Owner? Approver = null);
