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

    private static ToolSchema Read(ContextValue schema, string path)
    {
        if (schema.Kind == ContextValueKind.Boolean)
        {
            return schema.AsBoolean() ? new ToolSchema { Types = SchemaTypes.Any } : throw new FormatException($"{path} allows nothing.");
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

        var types = ReadTypes(schema["type"], path);
        var others = schema["additionalProperties"];
        var properties = schema["properties"].Entries.ToDictionary(entry => entry.Key, entry => Read(entry.Value, $"{path}/properties/{entry.Key}"), StringComparer.Ordinal);
        var required = schema["required"].Items.Select(name => name.Kind == ContextValueKind.String ? name.AsString() : throw new FormatException($"{path}/required must list names.")).ToArray();
        if (required.FirstOrDefault(name => !properties.ContainsKey(name)) is { } unknown && !others.IsNull && others.Kind == ContextValueKind.Boolean && !others.AsBoolean())
        {
            throw new FormatException($"{path} requires '{IdText.Shown(unknown)}', which is no property of it.");
        }

        return new ToolSchema
        {
            Types = types,
            Properties = schema["properties"].IsNull && types != SchemaTypes.Object ? null : properties,
            Required = required,
            AllowsOtherMembers = others.Kind == ContextValueKind.Map || (others.Kind == ContextValueKind.Boolean && others.AsBoolean()),
            OtherMembers = others.Kind == ContextValueKind.Map ? Read(others, $"{path}/additionalProperties") : null,
            Items = schema["items"].IsNull ? null : Read(schema["items"], $"{path}/items"),
            Enum = schema.TryGetValue("const", out var only) ? [only] : schema["enum"].IsNull ? null : [.. schema["enum"].Items],
            Minimum = Number(schema, "minimum", path),
            Maximum = Number(schema, "maximum", path),
            MinCount = Count(schema, "minLength", path) ?? Count(schema, "minItems", path),
            MaxCount = Count(schema, "maxLength", path) ?? Count(schema, "maxItems", path),
        };
    }

    private static SchemaTypes ReadTypes(ContextValue type, string path)
    {
        var types = SchemaTypes.Any;
        foreach (var name in type.Kind == ContextValueKind.List ? type.Items : type.IsNull ? [] : [type])
        {
            types |= name.Kind == ContextValueKind.String && SchemaTypesOf.TryParse(name.AsString(), out var one)
                ? one
                : throw new FormatException($"{path}/type has '{IdText.Shown(name.Text)}', which is no type.");
        }

        return types;
    }

    private static decimal? Number(ContextValue schema, string keyword, string path) => schema[keyword] switch
    {
        { IsNull: true } => null,
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
