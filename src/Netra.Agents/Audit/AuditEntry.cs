namespace Netra.Agents;

/// <summary>One decision about what an owner's run may do.</summary>
/// <param name="Owner">Whose run it was.</param>
/// <param name="RunId">The run.</param>
/// <param name="ExecutionId">The execution that asked; null when none did.</param>
/// <param name="Timestamp">When it was decided (UTC).</param>
/// <param name="Kind">What was decided about, such as <c>tool_call</c>, <c>approval</c>, <c>connection</c>.</param>
/// <param name="Subject">The tool or message type.</param>
/// <param name="Decision"><c>allowed</c> or <c>refused</c>.</param>
/// <param name="Code">Why, as one of <see cref="AgentErrorCodes"/>; null when allowed.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record AuditEntry(
    Owner Owner, RunId RunId, ExecutionId? ExecutionId, DateTimeOffset Timestamp, string Kind, string Subject, string Decision, string? Code, string? Reason);
