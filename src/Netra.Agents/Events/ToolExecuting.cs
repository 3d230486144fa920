using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A tool begins to work. A tool_completed with the same call id follows on every way out.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record ToolExecuting : AgentEvent
{
    internal ToolExecuting(ExecutionClaim claim, int ordinal, string toolName, ContextValue arguments) : base(claim) =>
        (Ordinal, ToolName, Arguments) = (ordinal, toolName, arguments);

    /// <summary>Names the call: the execution id, a hyphen and a number.</summary>
    public string CallId => $"{ExecutionId}-{Ordinal}";

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>What it was called with.</summary>
    public ContextValue Arguments { get; }

    internal int Ordinal { get; }

    /// <inheritdoc/>
    public override string WireName => "tool_executing";
}
