using System.Text.Json;

namespace Netra.Agents.Connections;

internal sealed record ConnectionResponseWire
{
    public required string Type { get; init; }
    public required string Request { get; init; }
    public string? RunId { get; init; }
    public string? Status { get; init; }
    public long? LastSequence { get; init; }
    public JsonElement? Output { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }
    public double? RetryAfterMs { get; init; }
}
