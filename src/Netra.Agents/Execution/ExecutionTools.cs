using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Agents;

/// <summary>The tools, bound to one execution.</summary>
public readonly struct ExecutionTools
{
    private readonly AgentExecution _execution;

    internal ExecutionTools(AgentExecution execution) => _execution = execution;

    /// <summary>Calls a tool.</summary>
    /// <param name="toolName">The tool.</param>
    /// <param name="arguments">A map that fits its schema; null for none.</param>
    /// <param name="cancellationToken">Gives up the call.</param>
    /// <returns>The output or a refusal.</returns>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public ValueTask<ToolResult> DispatchAsync(string toolName, ContextValue arguments, CancellationToken cancellationToken = default) =>
        _execution.DispatchAsync(toolName, arguments, cancellationToken);

    /// <summary>Calls a tool with an object's members as arguments, copied through System.Text.Json.</summary>
    /// <inheritdoc cref="DispatchAsync(string, ContextValue, CancellationToken)"/>
    [RequiresUnreferencedCode("Serialises by reflection; give a ContextValue or a JsonTypeInfo where code is trimmed.")]
    [RequiresDynamicCode("Serialises by reflection; give a ContextValue or a JsonTypeInfo where code is compiled ahead of time.")]
    public ValueTask<ToolResult> DispatchAsync(string toolName, object arguments, CancellationToken cancellationToken = default) =>
        _execution.DispatchAsync(toolName, arguments is ContextValue value ? value : ContextValue.From(arguments), cancellationToken);

    /// <summary>Calls a tool with an object's members as arguments, copied by metadata made at build time.</summary>
    /// <inheritdoc cref="DispatchAsync(string, ContextValue, CancellationToken)"/>
    public ValueTask<ToolResult> DispatchAsync<T>(string toolName, T arguments, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        _execution.DispatchAsync(toolName, ContextValue.From(arguments, typeInfo), cancellationToken);
}
