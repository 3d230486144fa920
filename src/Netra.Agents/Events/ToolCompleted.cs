using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A tool has ended, well or not.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record ToolCompleted : AgentEvent
{
    private readonly ToolExecuting _executing;

    internal ToolCompleted(ToolExecuting executing, ContextValue output, AgentError? error) : base(executing.Claim) =>
        (_executing, Output, Error) = (executing, output, error);

    /// <summary>Names the call, as its tool_executing did.</summary>
    public string CallId => _executing.CallId;

    /// <summary>The tool.</summary>
    public string ToolName => _executing.ToolName;

    /// <summary>What it gave; null when it failed.</summary>
    public ContextValue Output { get; }

    /// <summary>Why it failed; null when it succeeded.</summary>
    public AgentError? Error { get; }

    /// <summary>From tool_executing to now.</summary>
    public TimeSpan Duration => Timestamp - _executing.Timestamp;

    /// <inheritdoc/>
    public override string WireName => "tool_completed";

    internal ToolExecuting Executing => _executing;
}
