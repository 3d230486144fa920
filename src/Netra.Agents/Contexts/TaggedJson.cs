using System.Globalization;
using System.Text.Json;

namespace Netra.Agents.Contexts;

/// <summary>
/// JSON that keeps the kind of every value: what JSON has no form for is written as a map with one name that begins with '$';
/// a map of the user's own that would look like one is wrapped as <c>{"$map": …}</c>.
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
                var wrapped = map.Count == 1 && map.Names[0].StartsWith('$');
                if (wrapped)
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("$map");
                }

                WriteEntries(writer, map);
                if (wrapped)
                {
                    writer.WriteEndObject();
                }

                break;
            default:
                PlainJson.Write(writer, value, sorted: false);
                break;
        }
    }

    internal static ContextValue Untag(ContextValue read)
    {
        if (read.ListContent is { } list)
        {
            return ContextValue.FromNode(new ListNode([.. list.Own.Select(Untag)]));
        }

        if (read.MapContent is not { } map)
        {
            return read;
        }

        if (map.Count == 1 && map.Names[0].StartsWith('$'))
        {
            return map.Names[0] == "$map" ? UntagEntries(map.Values[0].MapContent ?? throw Unreadable("$map")) : Scalar(map.Names[0], map.Values[0]);
        }

        return UntagEntries(map);
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
        catch (FormatException e)
        {
            throw new JsonException($"The text behind '{tag}' can't be read: {e.Message}", e);
        }
    }

    private static ContextValue UntagEntries(MapNode map)
    {
        var values = new ContextValue[map.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Untag(map.Values[i]);
        }

        return ContextValue.FromNode(new MapNode(map.Names.ToArray(), values));
    }

    internal static void WriteEntries(Utf8JsonWriter writer, MapNode map)
    {
        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            writer.WritePropertyName(map.Names[i]);
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
