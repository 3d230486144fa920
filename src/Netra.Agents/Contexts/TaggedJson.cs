using System.Globalization;
using System.Text.Json;

namespace Netra.Agents.Contexts;

/// <summary>
/// JSON that keeps the kind of every value: what JSON has no form for is written as a map with one name, '$' and the kind;
/// in a map of the user's own that has one name, and that with a '$', the name gets one '$' more.
/// </summary>
internal static class TaggedJson
{
    internal static void Write(Utf8JsonWriter writer, ContextValue value)
    {
        switch (value.Kind)
        {
            case ContextValueKind.Double: WriteTag(writer, "$double", value.AsDouble().ToString("R", CultureInfo.InvariantCulture)); break;
            case ContextValueKind.Decimal: WriteTag(writer, "$decimal", value.AsDecimal().ToString(CultureInfo.InvariantCulture)); break;
            case ContextValueKind.Timestamp: WriteTag(writer, "$timestamp", value.AsTimestamp().ToString("O", CultureInfo.InvariantCulture)); break;
            case ContextValueKind.Bytes: WriteTag(writer, "$bytes", Convert.ToBase64String(value.BytesContent)); break;
            case ContextValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.ListContent!.Own)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ContextValueKind.Map:
                var map = value.MapContent!;
                WriteEntries(writer, map, map.Count == 1 && map.Names[0].StartsWith('$') ? "$" : "");
                break;
            default:
                PlainJson.Write(writer, value, sorted: false);
                break;
        }
    }

    internal static ContextValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMap(ref reader),
        _ => PlainJson.ReadValue(ref reader),
    };

    /// <summary>Reads the members of an object whose names are the user's own, whatever they look like.</summary>
    internal static (string[] Names, ContextValue[] Values) ReadEntries(ref Utf8JsonReader reader)
    {
        var names = new List<string>();
        var values = new List<ContextValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            values.Add(Read(ref reader));
        }

        return ([.. names], [.. values]);
    }

    private static ContextValue ReadMap(ref Utf8JsonReader reader)
    {
        var (names, values) = ReadEntries(ref reader);
        if (names is [['$', ..] name])
        {
            if (name is not ['$', '$', ..])
            {
                return Scalar(name, values[0]);
            }

            names[0] = name[1..];
        }

        return ContextValue.FromNode(new MapNode(names, values));
    }

    private static ContextValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<ContextValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return ContextValue.FromNode(new ListNode([.. items]));
    }

    private static ContextValue Scalar(string tag, ContextValue value)
    {
        if (value.Kind != ContextValueKind.String)
        {
            throw Unreadable(tag);
        }

        try
        {
            return tag switch
            {
                "$double" => double.Parse(value.AsString(), CultureInfo.InvariantCulture),
                "$decimal" => decimal.Parse(value.AsString(), CultureInfo.InvariantCulture),
                "$timestamp" => DateTimeOffset.Parse(value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                "$bytes" => ContextValue.FromBytes(Convert.FromBase64String(value.AsString())),
                _ => throw Unreadable(tag),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new JsonException($"The text behind '{tag}' can't be read: {e.Message}", e);
        }
    }

    internal static void WriteEntries(Utf8JsonWriter writer, MapNode map, string prefix = "")
    {
        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            writer.WritePropertyName(prefix + map.Names[i]);
            Write(writer, map.Values[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteTag(Utf8JsonWriter writer, string tag, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, text);
        writer.WriteEndObject();
    }

    private static JsonException Unreadable(string tag) => new($"'{IdText.Shown(tag)}' is no form of a value that this version reads.");
}
