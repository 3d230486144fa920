namespace Netra.Agents.Tools;

/// <summary>What a schema says by way of other schemas: all of these, any of these, exactly one, not this one, that one over there.</summary>
internal sealed class SchemaForms
{
    internal IReadOnlyList<ToolSchema> All { get; init; } = [];
    internal IReadOnlyList<ToolSchema>? Any { get; init; }
    internal IReadOnlyList<ToolSchema>? One { get; init; }
    internal ToolSchema? Not { get; init; }
    internal SchemaReference? Reference { get; init; }

    /// <summary>Every schema that is asked about the same value.</summary>
    internal IEnumerable<ToolSchema> InPlace => [.. All, .. Any ?? [], .. One ?? [], .. Not is null ? [] : new[] { Not }, .. Reference?.Target is { } target ? [target] : Array.Empty<ToolSchema>()];

    /// <summary>Null when the value fits; else why not, with paths from <c>$</c>.</summary>
    internal string? Fault(ContextValue value, ref SchemaEffort effort)
    {
        if (!effort.TrySpend())
        {
            return SchemaEffort.Fault;
        }

        if (Reference?.Target!.Fault(value, ref effort) is { } there)
        {
            return there;
        }

        foreach (var schema in All)
        {
            if (schema.Fault(value, ref effort) is { } fault)
            {
                return fault;
            }
        }

        return (Any is null ? null : FaultOfAny(value, ref effort))
            ?? (One is null ? null : FaultOfOne(value, ref effort))
            ?? (Not is not null && Not.Fault(value, ref effort) is null ? "$ has a form that is excluded." : null);
    }

    private string? FaultOfAny(ContextValue value, ref SchemaEffort effort)
    {
        var nearest = default(SchemaNearest);
        foreach (var schema in Any!)
        {
            if (schema.Fault(value, ref effort) is not { } fault)
            {
                return null;
            }

            nearest.Consider(fault, schema.IsOfType(value));
        }

        return nearest.Fault;
    }

    private string? FaultOfOne(ContextValue value, ref SchemaEffort effort)
    {
        var fitting = 0;
        var nearest = default(SchemaNearest);
        foreach (var schema in One!)
        {
            if (schema.Fault(value, ref effort) is { } fault)
            {
                nearest.Consider(fault, schema.IsOfType(value));
            }
            else
            {
                fitting++;
            }
        }

        return fitting == 1 ? null : fitting == 0 ? nearest.Fault : $"$ must have exactly one of {One.Count} forms; it has {fitting}.";
    }
}
