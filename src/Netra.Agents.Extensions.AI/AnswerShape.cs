using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>An answer that must fit a schema: how it is asked for, and how it is read.</summary>
internal sealed class AnswerShape(AgentExecution execution)
{
    // Providers take objects only; anything else is asked for inside of one.
    private const string Wrapped = "value";

    private readonly bool _isWrapped = execution.OutputSchema is not { Kind: ContextValueKind.Map } schema || schema["type"] != "object";

    internal ChatResponseFormat Format => ChatResponseFormat.ForJsonSchema(FunctionArguments.ToElement(_isWrapped
        ? ContextValue.Map(("type", "object"), ("properties", ContextValue.Map((Wrapped, Moved(execution.OutputSchema)))), ("required", ContextValue.List(Wrapped)), ("additionalProperties", false))
        : execution.OutputSchema), "output");

    /// <summary>What refers to a place of its own document refers to where that is now.</summary>
    private static ContextValue Moved(ContextValue schema) => schema.Kind switch
    {
        ContextValueKind.List => ContextValue.List([.. schema.Items.Select(Moved)]),
        ContextValueKind.Map => ContextValue.Map([.. schema.Entries.Select(entry => (
            entry.Key, entry is { Key: "$ref", Value.Kind: ContextValueKind.String } ? $"#/properties/{Wrapped}{entry.Value.Text.AsSpan(1)}" : Moved(entry.Value)))]),
        _ => schema,
    };

    internal bool TryRead(string text, out ContextValue value, out string? fault)
    {
        try
        {
            value = ContextValue.FromJson(text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            (value, fault) = (default, "it is no JSON.");
            return false;
        }

        if (_isWrapped)
        {
            if (value.Kind != ContextValueKind.Map || value.Count != 1 || !value.TryGetValue(Wrapped, out value))
            {
                fault = $"it must be an object with the one member '{Wrapped}'.";
                return false;
            }
        }

        fault = execution.OutputFault(value);
        return fault is null;
    }
}
