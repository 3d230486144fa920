using System.Text.Json;

namespace Netra.Agents.Events;

/// <summary>The wire form of every event, flat; what an event doesn't have isn't written.</summary>
internal sealed record AgentEventWire
{
    public required string Type { get; init; }
    public required int SchemaVersion { get; init; }
    public required string EventId { get; init; }
    public required string RunId { get; init; }
    public required string ThreadId { get; init; }
    public required string ExecutionId { get; init; }
    public string? ParentExecutionId { get; init; }
    public required string Agent { get; init; }
    public required string CorrelationId { get; init; }
    public required long Sequence { get; init; }
    public long? FirstSequence { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public string? Text { get; init; }
    public string? Message { get; init; }
    public double? Fraction { get; init; }
    public string? CallId { get; init; }
    public string? ApprovalId { get; init; }
    public string? Tool { get; init; }
    public JsonElement? Arguments { get; init; }
    public JsonElement? Output { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool? Degraded { get; init; }
    public long? InputTokens { get; init; }
    public long? OutputTokens { get; init; }
    public string? Step { get; init; }
    public string? StepKind { get; init; }
    public string? Reason { get; init; }
    public long? Attempt { get; init; }
    public WorkflowWaitWire? Wait { get; init; }
    public IReadOnlyList<WorkflowWaitWire>? Waits { get; init; }
    public double? DurationMs { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public double? RetryAfterMs { get; init; }
}
