using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Netra.Agents.Extensions.AI;

namespace Netra.Agents;

/// <summary>Asks agents for outputs of a type.</summary>
public static class StructuredOutputExtensions
{
    /// <summary>Runs an agent whose output must be a <typeparamref name="T"/>: the type's JSON Schema is asked of the model, and the output is checked against it.</summary>
    /// <typeparam name="T">The type. Members that JSON Schema can't describe make the request refuse at once.</typeparam>
    /// <param name="core">Runs it.</param>
    /// <param name="agentName">A registered agent.</param>
    /// <param name="userContext">For whom. One context begins one run.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>How it ended; with the value when it completed. An output that doesn't fit is a failure (<c>invalid_output</c>).</returns>
    /// <exception cref="ArgumentException">The type has no schema that can be checked.</exception>
    /// <inheritdoc cref="IAgentExecutionCore.ExecuteAsync" path="/exception"/>
    [RequiresUnreferencedCode("Describes and reads the type by reflection; give a JsonTypeInfo where code is trimmed.")]
    [RequiresDynamicCode("Describes and reads the type by reflection; give a JsonTypeInfo where code is compiled ahead of time.")]
    public static ValueTask<AgentExecutionResult<T>> RunAsync<T>(
        this IAgentExecutionCore core, string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default) =>
        core.RunAsync(agentName, userContext, request, (JsonTypeInfo<T>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)), cancellationToken);

    /// <summary>Runs an agent whose output must be a <typeparamref name="T"/>, described by metadata made at build time.</summary>
    /// <inheritdoc cref="RunAsync{T}(IAgentExecutionCore, string, UserExecutionContext, AgentRequest, CancellationToken)"/>
    public static async ValueTask<AgentExecutionResult<T>> RunAsync<T>(
        this IAgentExecutionCore core, string agentName, UserExecutionContext userContext, AgentRequest request, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(typeInfo);
        var result = await core.ExecuteAsync(agentName, userContext, request with { OutputSchema = TypeSchemas.Of(typeInfo) }, cancellationToken);
        if (!result.Succeeded)
        {
            return new AgentExecutionResult<T>(result, default, result.Error);
        }

        try
        {
            return new AgentExecutionResult<T>(result, result.Output!.Value.As(typeInfo), null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            return new AgentExecutionResult<T>(result, default, new AgentError(AgentErrorCodes.InvalidOutput, $"The output fits the schema and is no {typeof(T).Name} ({e.GetType().Name})."));
        }
    }
}
