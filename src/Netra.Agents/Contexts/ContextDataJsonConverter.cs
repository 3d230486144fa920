using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Agents.Contexts;

internal sealed class ContextDataJsonConverter : JsonConverter<ContextData>
{
    public override ContextData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException($"Context data is a JSON object, not {reader.TokenType}.");
            }

            var (names, values) = TaggedJson.ReadEntries(ref reader);
            return ContextData.From(names.Zip(values, KeyValuePair.Create));
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ContextData value, JsonSerializerOptions options) => TaggedJson.WriteEntries(writer, value.Flatten());
}
