using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Agents;

/// <summary>The tools, bound to one execution.</summary>
public readonly struct ExecutionTools
{
    private readonly AgentExecution _execution;

    internal ExecutionTools(AgentExecution execution) => _execution = execution;

    /// <summary>The tools that the grants of this context allow: what a model is shown. Whether a call is let through depends on its arguments too.</summary>
    /// <param name="cancellationToken">Gives up the wait for sources of tools.</param>
    /// <returns>In the order of their registration, those of sources last. A source that fails is left out, and logged.</returns>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public ValueTask<IReadOnlyList<ToolDefinition>> ListAsync(CancellationToken cancellationToken = default) => _execution.ListToolsAsync(cancellationToken);

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
