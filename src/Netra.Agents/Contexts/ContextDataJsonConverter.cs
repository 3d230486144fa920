using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Agents.Contexts;

internal sealed class ContextDataJsonConverter : JsonConverter<ContextData>
{
    public override ContextData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            var value = PlainJson.ReadValue(ref reader);
            return value.Kind == ContextValueKind.Map
                ? ContextData.From(value.Entries.Select(entry => KeyValuePair.Create(entry.Key, TaggedJson.Untag(entry.Value))))
                : throw new JsonException($"Context data is a JSON object, not {value.Kind}.");
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ContextData value, JsonSerializerOptions options) => TaggedJson.WriteEntries(writer, value.Flatten());
}
