using System.Text.Json;

namespace Netra.Agents.Events;

/// <summary>The wire form of a wait.</summary>
internal sealed record WorkflowWaitWire
{
    public required string WaitId { get; init; }
    public required string Step { get; init; }
    public required JsonElement Prompt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}
