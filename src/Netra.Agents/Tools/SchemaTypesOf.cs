namespace Netra.Agents.Tools;

internal static class SchemaTypesOf
{
    /// <summary>Every type of the schema language that the value is of: an integer is also a number.</summary>
    internal static SchemaTypes Value(ContextValue value) => value.Kind switch
    {
        ContextValueKind.Null => SchemaTypes.Null,
        ContextValueKind.Boolean => SchemaTypes.Boolean,
        ContextValueKind.Integer => SchemaTypes.Integer | SchemaTypes.Number,
        ContextValueKind.Decimal => SchemaTypes.Number | (decimal.IsInteger(value.AsDecimal()) ? SchemaTypes.Integer : 0),
        ContextValueKind.Double => SchemaTypes.Number | (double.IsInteger(value.AsDouble()) ? SchemaTypes.Integer : 0),
        ContextValueKind.List => SchemaTypes.Array,
        ContextValueKind.Map => SchemaTypes.Object,
        _ => SchemaTypes.String,
    };

    internal static bool IsNumber(ContextValue value) => (Value(value) & SchemaTypes.Number) != 0;

    internal static string Name(SchemaTypes types)
    {
        var shown = (types & SchemaTypes.Integer) != 0 && (types & SchemaTypes.Number) != 0 ? types & ~SchemaTypes.Number : types;
        return string.Join(" or ", Enum.GetValues<SchemaTypes>().Where(type => type != SchemaTypes.Any && shown.HasFlag(type)).Select(type => type.ToString().ToLowerInvariant()));
    }

    internal static bool TryParse(string name, out SchemaTypes type)
    {
        type = name switch
        {
            "null" => SchemaTypes.Null,
            "boolean" => SchemaTypes.Boolean,
            "integer" => SchemaTypes.Integer,
            "number" => SchemaTypes.Number | SchemaTypes.Integer,
            "string" => SchemaTypes.String,
            "array" => SchemaTypes.Array,
            "object" => SchemaTypes.Object,
            _ => SchemaTypes.Any,
        };
        return type != SchemaTypes.Any;
    }
}
