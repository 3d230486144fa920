using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>Compiles a schema and refuses what it would not check: a keyword that is silently ignored is a hole.</summary>
internal sealed class ToolSchemaReader
{
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        StringComparer.Ordinal, "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format", "$defs", "definitions");

    private static readonly FrozenSet<string> Checked = FrozenSet.Create(
        StringComparer.Ordinal, "type", "properties", "required", "additionalProperties", "items", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minProperties", "maxProperties", "uniqueItems", "pattern", "$ref", "allOf", "anyOf", "oneOf", "not");

    private readonly ContextValue _document;
    private readonly Dictionary<(string Pointer, bool IsOpen), SchemaReference> _references = [];

    private ToolSchemaReader(ContextValue document) => _document = document;

    /// <exception cref="FormatException">The schema can't be compiled; the message has the path within it.</exception>
    internal static ToolSchema Read(ContextValue schema)
    {
        var compiled = ReadAny(schema);
        return compiled.Types == SchemaTypes.Object ? compiled : throw new FormatException("# must be of type object: arguments are named.");
    }

    /// <summary>Compiles a schema of anything.</summary>
    /// <exception cref="FormatException">The schema can't be compiled; the message has the path within it.</exception>
    internal static ToolSchema ReadAny(ContextValue schema)
    {
        var reader = new ToolSchemaReader(schema);
        var compiled = reader.Read(schema, "#");
        SchemaCycles.Refuse(reader._references.Select(reference => (reference.Key.Pointer, reference.Value.Target!)));
        return compiled;
    }

    /// <param name="schema">What is compiled.</param>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="isOpen">True for a part of another schema, which has members of its own.</param>
    private ToolSchema Read(ContextValue schema, string path, bool isOpen = false)
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

        var types = SchemaKeywords.Types(schema, path);
        var others = SchemaKeywords.Given(schema, "additionalProperties", path, ContextValueKind.Boolean, ContextValueKind.Map);
        var forms = ReadForms(schema, path);
        var saysNothingOfMembers = types == SchemaTypes.Any && others.IsNull && schema["properties"].IsNull;
        var allowsOthers = saysNothingOfMembers || others.Kind == ContextValueKind.Map || (others.Kind == ContextValueKind.Boolean ? others.AsBoolean() : isOpen || forms is not null);
        var properties = SchemaKeywords.Given(schema, "properties", path, ContextValueKind.Map).Entries.ToDictionary(entry => entry.Key, entry => Read(entry.Value, $"{path}/properties/{entry.Key}"), StringComparer.Ordinal);
        return new ToolSchema
        {
            Types = types,
            Properties = properties,
            Required = SchemaKeywords.Required(schema, path, allowsOthers ? null : properties.ContainsKey),
            AllowsOtherMembers = allowsOthers,
            OtherMembers = others.Kind == ContextValueKind.Map ? Read(others, $"{path}/additionalProperties") : null,
            Items = schema["items"].IsNull ? null : Read(schema["items"], $"{path}/items"),
            Enum = SchemaKeywords.Enum(schema, path),
            Minimum = SchemaKeywords.Number(schema, "minimum", path),
            Maximum = SchemaKeywords.Number(schema, "maximum", path),
            Above = SchemaKeywords.Number(schema, "exclusiveMinimum", path),
            Below = SchemaKeywords.Number(schema, "exclusiveMaximum", path),
            MultipleOf = SchemaKeywords.Number(schema, "multipleOf", path) is not { } step || step > 0 ? SchemaKeywords.Number(schema, "multipleOf", path) : throw new FormatException($"{path}/multipleOf must be more than 0."),
            MinLength = SchemaKeywords.Count(schema, "minLength", path),
            MaxLength = SchemaKeywords.Count(schema, "maxLength", path),
            MinItems = SchemaKeywords.Count(schema, "minItems", path),
            MaxItems = SchemaKeywords.Count(schema, "maxItems", path),
            MinMembers = SchemaKeywords.Count(schema, "minProperties", path),
            MaxMembers = SchemaKeywords.Count(schema, "maxProperties", path),
            HasUniqueItems = SchemaKeywords.Given(schema, "uniqueItems", path, ContextValueKind.Boolean) is { IsNull: false } unique && unique.AsBoolean(),
            Pattern = ReadPattern(schema, path),
            Forms = forms,
        };
    }

    private SchemaForms? ReadForms(ContextValue schema, string path)
    {
        var reference = SchemaKeywords.Given(schema, "$ref", path, ContextValueKind.String);
        var (all, any, one) = (schema["allOf"], schema["anyOf"], schema["oneOf"]);
        if (reference.IsNull && all.IsNull && any.IsNull && one.IsNull && schema["not"].IsNull)
        {
            return null;
        }

        // Parts that describe the same members can't know of each other's.
        var isShared = !schema["properties"].IsNull || !all.IsNull;
        return new SchemaForms
        {
            All = ReadList(schema, "allOf", path, isOpen: true) ?? [],
            Any = ReadList(schema, "anyOf", path, isShared),
            One = ReadList(schema, "oneOf", path, isShared),
            Not = schema["not"].IsNull ? null : Read(schema["not"], $"{path}/not", isOpen: true),
            Reference = reference.IsNull ? null : ReadReference(reference.AsString(), path, isShared),
        };
    }

    private List<ToolSchema>? ReadList(ContextValue schema, string keyword, string path, bool isOpen)
    {
        if (!schema.TryGetValue(keyword, out var list))
        {
            return null;
        }

        return list.Kind == ContextValueKind.List && list.Count > 0
            ? [.. list.Items.Select((item, i) => Read(item, $"{path}/{keyword}/{i}", isOpen))]
            : throw new FormatException($"{path}/{keyword} must list at least one schema.");
    }

    private SchemaReference ReadReference(string pointer, string path, bool isOpen)
    {
        if (_references.TryGetValue((pointer, isOpen), out var known))
        {
            return known;
        }

        var reference = _references[(pointer, isOpen)] = new SchemaReference();
        reference.Target = Read(SchemaKeywords.At(_document, pointer, $"{path}/$ref"), pointer, isOpen);
        return reference;
    }

    private static Regex? ReadPattern(ContextValue schema, string path)
    {
        var pattern = SchemaKeywords.Given(schema, "pattern", path, ContextValueKind.String);
        if (pattern.IsNull)
        {
            return null;
        }

        try
        {
            // Takes time in proportion to the text, whatever the pattern: neither who wrote it nor who wrote the text can keep a thread busy.
            return new Regex(pattern.AsString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{path}/pattern can't be used: {e.Message}", e);
        }
    }
}
