using System.Collections.Frozen;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>Compiles a schema and refuses what it would not check: a keyword that is silently ignored is a hole.</summary>
internal static class ToolSchemaReader
{
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        StringComparer.Ordinal, "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format");

    private static readonly FrozenSet<string> Checked = FrozenSet.Create(
        StringComparer.Ordinal, "type", "properties", "required", "additionalProperties", "items", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");

    /// <exception cref="FormatException">The schema can't be compiled; the message has the path within it.</exception>
    internal static ToolSchema Read(ContextValue schema)
    {
        var compiled = Read(schema, "#");
        return compiled.Types == SchemaTypes.Object ? compiled : throw new FormatException("# must be of type object: arguments are named.");
    }

    /// <summary>Compiles a schema of anything.</summary>
    /// <exception cref="FormatException">The schema can't be compiled; the message has the path within it.</exception>
    internal static ToolSchema ReadAny(ContextValue schema) => Read(schema, "#");

    private static ToolSchema Read(ContextValue schema, string path)
    {
        if (schema.Kind == ContextValueKind.Boolean)
        {
            return schema.AsBoolean() ? new ToolSchema { Types = SchemaTypes.Any, AllowsOtherMembers = true } : throw new FormatException($"{path} allows nothing.");
        }

        if (schema.Kind != ContextValueKind.Map)
        {
            throw new FormatException($"{path} must be an object, not {schema.Kind}.");
        }

        foreach (var (keyword, _) in schema.Entries)
        {
            if (!Checked.Contains(keyword) && !Annotations.Contains(keyword))
            {
                throw new FormatException($"{path} uses '{IdText.Shown(keyword)}', which this validator doesn't check. It checks {string.Join(", ", Checked.Order(StringComparer.Ordinal))}.");
            }
        }

        var types = ReadTypes(schema, path);
        var others = Given(schema, "additionalProperties", path, ContextValueKind.Boolean, ContextValueKind.Map);
        var saysNothingOfMembers = types == SchemaTypes.Any && others.IsNull && schema["properties"].IsNull;
        var allowsOthers = saysNothingOfMembers || others.Kind == ContextValueKind.Map || (others.Kind == ContextValueKind.Boolean && others.AsBoolean());
        var properties = Given(schema, "properties", path, ContextValueKind.Map).Entries.ToDictionary(entry => entry.Key, entry => Read(entry.Value, $"{path}/properties/{entry.Key}"), StringComparer.Ordinal);
        var required = Given(schema, "required", path, ContextValueKind.List).Items.Select(name => name.Kind == ContextValueKind.String ? name.AsString() : throw new FormatException($"{path}/required must list names.")).ToArray();
        if (required.FirstOrDefault(name => !properties.ContainsKey(name)) is { } unknown && !allowsOthers)
        {
            throw new FormatException($"{path} requires '{IdText.Shown(unknown)}', which is no property of it.");
        }

        return new ToolSchema
        {
            Types = types,
            Properties = properties,
            Required = required,
            AllowsOtherMembers = allowsOthers,
            OtherMembers = others.Kind == ContextValueKind.Map ? Read(others, $"{path}/additionalProperties") : null,
            Items = schema["items"].IsNull ? null : Read(schema["items"], $"{path}/items"),
            Enum = ReadEnum(schema, path),
            Minimum = Number(schema, "minimum", path),
            Maximum = Number(schema, "maximum", path),
            MinLength = Count(schema, "minLength", path),
            MaxLength = Count(schema, "maxLength", path),
            MinItems = Count(schema, "minItems", path),
            MaxItems = Count(schema, "maxItems", path),
        };
    }

    /// <summary>The value of a keyword; null when the schema hasn't it. A keyword that can't be read is refused, not passed over.</summary>
    private static ContextValue Given(ContextValue schema, string keyword, string path, params ReadOnlySpan<ContextValueKind> kinds)
    {
        if (!schema.TryGetValue(keyword, out var value) || kinds.Contains(value.Kind))
        {
            return value;
        }

        throw new FormatException($"{path}/{keyword} must be {string.Join(" or ", kinds.ToArray())}, not {value.Kind}.");
    }

    private static IReadOnlyList<ContextValue>? ReadEnum(ContextValue schema, string path)
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

    private static SchemaTypes ReadTypes(ContextValue schema, string path)
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

    private static decimal? Number(ContextValue schema, string keyword, string path) => schema[keyword] switch
    {
        { IsNull: true } => null,
        { Kind: ContextValueKind.Double } value when Math.Abs(value.AsDouble()) >= (double)decimal.MaxValue => throw new FormatException($"{path}/{keyword} is beyond what this validator can compare."),
        var value when SchemaTypesOf.IsNumber(value) => value.AsDecimal(),
        _ => throw new FormatException($"{path}/{keyword} must be a number."),
    };

    private static long? Count(ContextValue schema, string keyword, string path) => schema[keyword] switch
    {
        { IsNull: true } => null,
        { Kind: ContextValueKind.Integer } value when value.AsInt64() >= 0 => value.AsInt64(),
        _ => throw new FormatException($"{path}/{keyword} must be a count."),
    };
}
