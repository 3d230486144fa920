using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Netra.Agents.Contexts;

namespace Netra.Agents;

public readonly partial struct ContextValue
{
    private const string NeedsReflection = "Serialises by reflection; give a JsonTypeInfo where code is trimmed or compiled ahead of time.";

    /// <summary>Reads plain JSON. Integers become integers, other numbers decimals where they fit exactly, else doubles.</summary>
    /// <exception cref="FormatException">The text isn't JSON, names a member twice, is too large or too deep; the message says where.</exception>
    public static ContextValue FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromJson(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads plain JSON in UTF-8. Nothing of <paramref name="utf8Json"/> stays referenced.</summary>
    /// <inheritdoc cref="FromJson(string)"/>
    public static ContextValue FromJson(ReadOnlySpan<byte> utf8Json) => PlainJson.Read(utf8Json);

    /// <summary>Copies an object in, through System.Text.Json.</summary>
    /// <exception cref="NotSupportedException">The type can't be serialised.</exception>
    /// <exception cref="ArgumentException">The result is too large or too deep.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static ContextValue From<T>(T value, JsonSerializerOptions? options = null) => value switch
    {
        ContextValue same => same,
        string text => FromString(text),
        null => Null,
        _ => FromJson(JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Default)),
    };

    /// <summary>Copies an object in, through System.Text.Json and metadata made at build time.</summary>
    public static ContextValue From<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return FromJson(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));
    }

    /// <summary>Copies the value out as an object, through System.Text.Json.</summary>
    /// <exception cref="JsonException">The value doesn't fit the type.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public T? As<T>(JsonSerializerOptions? options = null) =>
        this is T same ? same : JsonSerializer.Deserialize<T>(ToUtf8Json(), options ?? JsonSerializerOptions.Default);

    /// <summary>Copies the value out as an object, through System.Text.Json and metadata made at build time.</summary>
    public T? As<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return JsonSerializer.Deserialize(ToUtf8Json(), typeInfo);
    }

    /// <summary>Plain JSON: timestamps as ISO 8601 text, bytes as base64 text. <see cref="JsonSerializer"/> writes a form that keeps every kind.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ToUtf8Json());

    /// <summary>Plain JSON in UTF-8.</summary>
    public byte[] ToUtf8Json() => PlainJson.Write(this);

    /// <summary>Writes plain JSON.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        PlainJson.Write(writer, this, sorted: false);
    }

    /// <summary>Plain JSON with the names of every map in ordinal order: equal values have equal bytes.</summary>
    internal byte[] ToCanonicalUtf8Json() => PlainJson.Write(this, sorted: true);
}
