using System.Globalization;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>
/// A JSON Schema compiled once, of the part of the language that describes arguments: type, properties, required, additionalProperties,
/// items, enum, const, and the limits on numbers, lengths and counts. Members that a schema doesn't name are refused.
/// </summary>
internal sealed class ToolSchema
{
    internal required SchemaTypes Types { get; init; }
    internal IReadOnlyDictionary<string, ToolSchema>? Properties { get; init; }
    internal IReadOnlyList<string> Required { get; init; } = [];
    internal bool AllowsOtherMembers { get; init; }
    internal ToolSchema? OtherMembers { get; init; }
    internal ToolSchema? Items { get; init; }
    internal IReadOnlyList<ContextValue>? Enum { get; init; }
    internal decimal? Minimum { get; init; }
    internal decimal? Maximum { get; init; }
    internal long? MinLength { get; init; }
    internal long? MaxLength { get; init; }
    internal long? MinItems { get; init; }
    internal long? MaxItems { get; init; }

    /// <summary>Null when the value fits; else the first place that doesn't, as a path from <c>$</c>, and why.</summary>
    internal string? Fault(ContextValue value)
    {
        if (Types != SchemaTypes.Any && (Types & SchemaTypesOf.Value(value)) == 0)
        {
            return $"$ must be {SchemaTypesOf.Name(Types)}, not {SchemaTypesOf.Name(SchemaTypesOf.Value(value))}.";
        }

        if (Enum is not null && !IsOneOf(Enum, value))
        {
            return $"$ must be one of {string.Join(", ", Enum.Select(allowed => allowed.ToJson()))}; it is {Shown(value)}.";
        }

        return value.Kind switch
        {
            ContextValueKind.Map => FaultOfMap(value.MapContent!),
            ContextValueKind.List => FaultOfCount(value.Count, MinItems, MaxItems, "items") ?? FaultOfItems(value.ListContent!),
            ContextValueKind.String => FaultOfLength(value.AsString()),
            ContextValueKind.Integer or ContextValueKind.Decimal or ContextValueKind.Double => FaultOfNumber(value),
            _ => null,
        };
    }

    // Apart, so that its closure is made where there is something to look up only.
    private static bool IsOneOf(IReadOnlyList<ContextValue> among, ContextValue value) => among.Any(allowed => Same(allowed, value));

    private string? FaultOfMap(MapNode map)
    {
        foreach (var name in Required)
        {
            if (!map.TryGet(name, out _))
            {
                return $"$ needs the member '{name}'.";
            }
        }

        for (var i = 0; i < map.Count; i++)
        {
            var name = map.Names[i];
            ToolSchema? member = null;
            if (Properties?.TryGetValue(name, out member) is not true)
            {
                if (!AllowsOtherMembers)
                {
                    return $"$ has no member '{IdText.Shown(name)}'; it has {(Properties is { Count: > 0 } ? string.Join(", ", Properties.Keys.Select(known => $"'{known}'")) : "none")}.";
                }

                member = OtherMembers;
            }

            // The place is put together on the way out, so that what fits pays nothing for it.
            if (member?.Fault(map.Values[i]) is { } fault)
            {
                return $"$.{IdText.Shown(name)}{fault[1..]}";
            }
        }

        return null;
    }

    private string? FaultOfItems(ListNode list)
    {
        for (var i = 0; Items is not null && i < list.Own.Length; i++)
        {
            if (Items.Fault(list.Own[i]) is { } fault)
            {
                return string.Create(CultureInfo.InvariantCulture, $"$[{i}]{fault[1..]}");
            }
        }

        return null;
    }

    private string? FaultOfLength(string text)
    {
        if (MinLength is null && MaxLength is null)
        {
            return null;
        }

        // A character is a code point (RFC 8259): what looks like one on a screen can be any number of them.
        var characters = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            characters++;
        }

        return FaultOfCount(characters, MinLength, MaxLength, "characters");
    }

    private static string? FaultOfCount(long count, long? least, long? most, string of) =>
        count < least ? $"$ must have at least {least} {of}; it has {count}."
        : count > most ? $"$ must have at most {most} {of}; it has {count}."
        : null;

    private string? FaultOfNumber(ContextValue value)
    {
        if (Minimum is null && Maximum is null)
        {
            return null;
        }

        // A double beyond what a decimal holds is beyond any limit that a schema can name here.
        var number = value.Kind == ContextValueKind.Double && Math.Abs(value.AsDouble()) >= (double)decimal.MaxValue
            ? (value.AsDouble() > 0 ? decimal.MaxValue : decimal.MinValue)
            : value.AsDecimal();
        return number < Minimum ? $"$ must be at least {Minimum}; it is {Shown(value)}."
            : number > Maximum ? $"$ must be at most {Maximum}; it is {Shown(value)}."
            : null;
    }

    private static bool Same(ContextValue allowed, ContextValue value) =>
        allowed == value || (SchemaTypesOf.IsNumber(allowed) && SchemaTypesOf.IsNumber(value) && SameNumber(allowed, value));

    /// <summary>Two doubles can be equal where the integers that they stand for are not.</summary>
    private static bool SameNumber(ContextValue allowed, ContextValue value) =>
        allowed.Kind == ContextValueKind.Double || value.Kind == ContextValueKind.Double ? allowed.AsDouble().Equals(value.AsDouble()) : allowed.AsDecimal() == value.AsDecimal();

    private static string Shown(ContextValue value) => IdText.Shown(value.ToJson());
}
