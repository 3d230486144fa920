using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Agents.Contexts;

internal sealed class ContextValueJsonConverter : JsonConverter<ContextValue>
{
    public override bool HandleNull => true;

    public override ContextValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TaggedJson.Read(ref reader);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ContextValue value, JsonSerializerOptions options) => TaggedJson.Write(writer, value);
}
