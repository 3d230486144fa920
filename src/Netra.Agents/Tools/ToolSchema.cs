using System.Globalization;
using System.Text.RegularExpressions;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>
/// A JSON Schema compiled once, of the part of the language that describes arguments: type, properties, required, additionalProperties,
/// items, enum, const, pattern, the limits on numbers, lengths and counts, and alternatives ($ref, allOf, anyOf, oneOf, not). Members that a schema
/// doesn't name are refused, unless it is put together from others.
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
    internal decimal? Above { get; init; }
    internal decimal? Below { get; init; }
    internal decimal? MultipleOf { get; init; }
    internal long? MinMembers { get; init; }
    internal long? MaxMembers { get; init; }
    internal bool HasUniqueItems { get; init; }
    internal Regex? Pattern { get; init; }
    internal SchemaForms? Forms { get; init; }

    /// <summary>Null when the value fits; else the first place that doesn't, as a path from <c>$</c>, and why.</summary>
    internal string? Fault(ContextValue value)
    {
        var effort = default(SchemaEffort);
        var fault = Fault(value, ref effort);
        return effort.IsOver ? SchemaEffort.Fault : fault;
    }

    internal bool IsOfType(ContextValue value) => Types == SchemaTypes.Any || (Types & SchemaTypesOf.Value(value)) != 0;

    internal string? Fault(ContextValue value, ref SchemaEffort effort)
    {
        if (!IsOfType(value))
        {
            return $"$ must be {SchemaTypesOf.Name(Types)}, not {SchemaTypesOf.Name(SchemaTypesOf.Value(value))}.";
        }

        if (Enum is not null && !IsOneOf(Enum, value))
        {
            return $"$ must be one of {string.Join(", ", Enum.Select(allowed => allowed.ToJson()))}; it is {Shown(value)}.";
        }

        var fault = value.Kind switch
        {
            ContextValueKind.Map => FaultOfCount(value.Count, MinMembers, MaxMembers, "members") ?? FaultOfMap(value.MapContent!, ref effort),
            ContextValueKind.List => FaultOfCount(value.Count, MinItems, MaxItems, "items") ?? FaultOfItems(value.ListContent!, ref effort),
            ContextValueKind.String => FaultOfText(value.AsString()),
            ContextValueKind.Integer or ContextValueKind.Decimal or ContextValueKind.Double => FaultOfNumber(value),
            _ => null,
        };
        return fault ?? Forms?.Fault(value, ref effort);
    }

    // Apart, so that its closure is made where there is something to look up only.
    private static bool IsOneOf(IReadOnlyList<ContextValue> among, ContextValue value) => among.Any(allowed => Same(allowed, value));

    private string? FaultOfMap(MapNode map, ref SchemaEffort effort)
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
            if (member?.Fault(map.Values[i], ref effort) is { } fault)
            {
                return $"$.{IdText.Shown(name)}{fault[1..]}";
            }
        }

        return null;
    }

    private string? FaultOfItems(ListNode list, ref SchemaEffort effort)
    {
        for (var i = 0; Items is not null && i < list.Own.Length; i++)
        {
            if (Items.Fault(list.Own[i], ref effort) is { } fault)
            {
                return string.Create(CultureInfo.InvariantCulture, $"$[{i}]{fault[1..]}");
            }
        }

        return HasUniqueItems && list.Own.Distinct().Count() != list.Own.Length ? "$ must have no item twice." : null;
    }

    private string? FaultOfText(string text)
    {
        if (Pattern is not null && !Pattern.IsMatch(text))
        {
            return $"$ must match the pattern {IdText.Shown(Pattern.ToString())}.";
        }

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
        if (Minimum is null && Maximum is null && Above is null && Below is null && MultipleOf is null)
        {
            return null;
        }

        // A double beyond what a decimal holds is beyond any limit that a schema can name here.
        var number = value.Kind == ContextValueKind.Double && Math.Abs(value.AsDouble()) >= (double)decimal.MaxValue
            ? (value.AsDouble() > 0 ? decimal.MaxValue : decimal.MinValue)
            : value.AsDecimal();
        return number < Minimum ? $"$ must be at least {Minimum}; it is {Shown(value)}."
            : number > Maximum ? $"$ must be at most {Maximum}; it is {Shown(value)}."
            : number <= Above ? $"$ must be more than {Above}; it is {Shown(value)}."
            : number >= Below ? $"$ must be less than {Below}; it is {Shown(value)}."
            : number % MultipleOf is not (null or 0) ? $"$ must be a multiple of {MultipleOf}; it is {Shown(value)}."
            : null;
    }

    private static bool Same(ContextValue allowed, ContextValue value) =>
        allowed == value || (SchemaTypesOf.IsNumber(allowed) && SchemaTypesOf.IsNumber(value) && SameNumber(allowed, value));

    /// <summary>Two doubles can be equal where the integers that they stand for are not.</summary>
    private static bool SameNumber(ContextValue allowed, ContextValue value) =>
        allowed.Kind == ContextValueKind.Double || value.Kind == ContextValueKind.Double ? allowed.AsDouble().Equals(value.AsDouble()) : allowed.AsDecimal() == value.AsDecimal();

    private static string Shown(ContextValue value) => IdText.Shown(value.ToJson());
}
