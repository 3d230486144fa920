using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A tool call waits for a person's yes or no.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record ToolApprovalRequested : AgentEvent
{
    internal ToolApprovalRequested(ExecutionClaim claim, ApprovalId approvalId, string toolName, ContextValue arguments, DateTimeOffset expiresAt) : base(claim) =>
        (ApprovalId, ToolName, Arguments, ExpiresAt) = (approvalId, toolName, arguments, expiresAt);

    /// <summary>Names the request; the answer gives it back.</summary>
    public ApprovalId ApprovalId { get; }

    /// <summary>The tool that wants to run.</summary>
    public string ToolName { get; }

    /// <summary>What it would be called with. A yes counts for exactly these.</summary>
    public ContextValue Arguments { get; }

    /// <summary>When the request lapses (UTC); no answer means no.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <inheritdoc/>
    public override string WireName => "tool_approval_requested";
}
