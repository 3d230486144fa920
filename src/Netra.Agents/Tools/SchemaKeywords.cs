using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>Reads the keywords of a schema. One that can't be read is refused, not passed over.</summary>
internal static class SchemaKeywords
{
    /// <summary>The value of a keyword; null when the schema hasn't it.</summary>
    internal static ContextValue Given(ContextValue schema, string keyword, string path, params ReadOnlySpan<ContextValueKind> kinds)
    {
        if (!schema.TryGetValue(keyword, out var value) || kinds.Contains(value.Kind))
        {
            return value;
        }

        throw new FormatException($"{path}/{keyword} must be {string.Join(" or ", kinds.ToArray())}, not {value.Kind}.");
    }

    /// <param name="schema">The schema.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="isProperty">Which names it has; null when it allows any.</param>
    internal static string[] Required(ContextValue schema, string path, Func<string, bool>? isProperty)
    {
        string[] required = [.. Given(schema, "required", path, ContextValueKind.List).Items.Select(
            name => name.Kind == ContextValueKind.String ? name.AsString() : throw new FormatException($"{path}/required must list names."))];
        return isProperty is not null && Array.Find(required, name => !isProperty(name)) is { } unknown
            ? throw new FormatException($"{path} requires '{IdText.Shown(unknown)}', which is no property of it.")
            : required;
    }

    internal static IReadOnlyList<ContextValue>? Enum(ContextValue schema, string path)
    {
        var hasEnum = schema.TryGetValue("enum", out var allowed);
        if (schema.TryGetValue("const", out var only))
        {
            return hasEnum ? throw new FormatException($"{path} has both 'const' and 'enum'; give one of them.") : [only];
        }

        return !hasEnum ? null
            : allowed.Kind == ContextValueKind.List && allowed.Count > 0 ? [.. allowed.Items]
            : throw new FormatException($"{path}/enum must list at least one value.");
    }

    internal static SchemaTypes Types(ContextValue schema, string path)
    {
        var type = Given(schema, "type", path, ContextValueKind.String, ContextValueKind.List);
        var types = SchemaTypes.Any;
        foreach (var name in type.Kind == ContextValueKind.List ? type.Items : type.IsNull ? [] : [type])
        {
            types |= name.Kind == ContextValueKind.String && SchemaTypesOf.TryParse(name.AsString(), out var one)
                ? one
                : throw new FormatException($"{path}/type has '{IdText.Shown(name.Text)}', which is no type.");
        }

        return types == SchemaTypes.Any && !type.IsNull ? throw new FormatException($"{path}/type names no type.") : types;
    }

    internal static decimal? Number(ContextValue schema, string keyword, string path) => schema[keyword] switch
    {
        { IsNull: true } => null,
        { Kind: ContextValueKind.Double } value when Math.Abs(value.AsDouble()) >= (double)decimal.MaxValue => throw new FormatException($"{path}/{keyword} is beyond what this validator can compare."),
        var value when SchemaTypesOf.IsNumber(value) => value.AsDecimal(),
        _ => throw new FormatException($"{path}/{keyword} must be a number."),
    };

    internal static long? Count(ContextValue schema, string keyword, string path) => schema[keyword] switch
    {
        { IsNull: true } => null,
        { Kind: ContextValueKind.Integer } value when value.AsInt64() >= 0 => value.AsInt64(),
        _ => throw new FormatException($"{path}/{keyword} must be a count."),
    };

    /// <summary>The part of a document that a JSON pointer in a fragment names (RFC 6901, section 6).</summary>
    internal static ContextValue At(ContextValue document, string pointer, string path)
    {
        if (pointer != "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new FormatException($"{path} names '{IdText.Shown(pointer)}', which is not in this document (#/…).");
        }

        var at = document;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var isThere = at.Kind == ContextValueKind.List && int.TryParse(name, out var index) && index >= 0 && index < at.Count
                ? (at = at[index]) is { }
                : at.TryGetValue(name, out at);
            if (!isThere)
            {
                throw new FormatException($"{path} names '{IdText.Shown(pointer)}', which isn't there.");
            }
        }

        return at;
    }
}
