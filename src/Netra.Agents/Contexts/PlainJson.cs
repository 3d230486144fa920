using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Netra.Agents.Contexts;

/// <summary>Values to and from the JSON that tools, models and clients speak.</summary>
internal static class PlainJson
{
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1_000 };

    internal static ContextValue Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            // The limit counts characters, and one takes at most three bytes: what is past this is too large however it is counted.
            ContextValueLimits.CheckSize((utf8.Length - 2) / 3);
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ContextValue.MaxDepth + 1 });
            reader.Read();
            var value = ReadValue(ref reader);
            return reader.Read() ? throw new FormatException("The text goes on after the end of the JSON value.") : value;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"Not acceptable as JSON: {e.Message}", e);
        }
    }

    internal static ContextValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMap(ref reader),
        _ => throw new JsonException($"A value was expected, not {reader.TokenType}."),
    };

    internal static byte[] Write(ContextValue value, bool sorted = false)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(value.Size, 16));
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, value, sorted);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void Write(Utf8JsonWriter writer, ContextValue value, bool sorted)
    {
        switch (value.Kind)
        {
            case ContextValueKind.Null: writer.WriteNullValue(); break;
            case ContextValueKind.Boolean: writer.WriteBooleanValue(value.AsBoolean()); break;
            case ContextValueKind.Integer: writer.WriteNumberValue(value.AsInt64()); break;
            case ContextValueKind.Double: writer.WriteNumberValue(value.AsDouble()); break;
            case ContextValueKind.Decimal: writer.WriteNumberValue(sorted ? WithoutScale(value.AsDecimal()) : value.AsDecimal()); break;
            case ContextValueKind.String: writer.WriteStringValue(value.AsString()); break;
            case ContextValueKind.Timestamp: writer.WriteStringValue(value.AsTimestamp().UtcDateTime); break;
            case ContextValueKind.Bytes: writer.WriteBase64StringValue(value.BytesContent); break;
            case ContextValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.ListContent!.Own)
                {
                    Write(writer, item, sorted);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteMap(writer, value.MapContent!, sorted);
                break;
        }
    }

    /// <summary>1.0 and 1.00 are equal, so their canonical text is.</summary>
    private static decimal WithoutScale(decimal value) => value / 1.0000000000000000000000000000m;

    private static void WriteMap(Utf8JsonWriter writer, MapNode map, bool sorted)
    {
        var order = sorted ? Enumerable.Range(0, map.Count).ToArray() : null;
        if (order is not null)
        {
            Array.Sort(map.Names.ToArray(), order, StringComparer.Ordinal);
        }

        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            var index = order is null ? i : order[i];
            writer.WritePropertyName(map.Names[index]);
            Write(writer, map.Values[index], sorted);
        }

        writer.WriteEndObject();
    }

    private static ContextValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
        {
            return integer;
        }

        // A decimal keeps at most 28 digits and no exponent: past that it would round, and a double says so by its kind.
        return reader.ValueSpan.Length <= 28 && !reader.ValueSpan.ContainsAny((byte)'e', (byte)'E') && reader.TryGetDecimal(out var exact)
            ? exact
            : ContextValue.FromDouble(reader.GetDouble());
    }

    private static ContextValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<ContextValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return ContextValue.FromNode(new ListNode([.. items]));
    }

    private static ContextValue ReadMap(ref Utf8JsonReader reader)
    {
        var names = new List<string>();
        var values = new List<ContextValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            values.Add(ReadValue(ref reader));
        }

        return ContextValue.FromNode(new MapNode([.. names], [.. values]));
    }
}
