using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>How runs end, as results of the protocol.</summary>
internal static class McpResults
{
    internal static CallToolResult Of(AgentExecutionResult result) => result.Error is { } error ? Of(error) : Of(result.Output!);

    internal static CallToolResult Of(AgentError error) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = $"{error.Code}: {error.Message}" }],
        StructuredContent = JsonElement.Parse(ContextValue.Map(
            ("code", error.Code), ("message", error.Message), ("retry_after_ms", error.RetryAfter is { } after ? after.TotalMilliseconds : ContextValue.Null)).ToUtf8Json()),
    };

    private static CallToolResult Of(AgentOutput output) => new()
    {
        Content = [new TextContentBlock { Text = output.Text }],
        StructuredContent = output.Value.Kind == ContextValueKind.Map ? JsonElement.Parse(output.Value.ToUtf8Json()) : null,

        // A fallback is never passed off as the real thing.
        Meta = output.IsDegraded ? new JsonObject { ["netra/degraded"] = true } : null,
    };
}
