using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Agents.Events;

/// <summary>Named on every type of the family: the attribute isn't inherited, and by reflection an event of any other type would be written with its owner.</summary>
internal sealed class AgentEventJsonConverter : JsonConverter<AgentEvent>
{
    public override bool CanConvert(Type typeToConvert) => typeof(AgentEvent).IsAssignableFrom(typeToConvert);

    public override AgentEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The owner isn't on the wire; read events with AgentEventJson.Deserialize, which takes it.");

    public override void Write(Utf8JsonWriter writer, AgentEvent value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, AgentEventMapping.ToWire(value), AgentEventWireContext.Default.AgentEventWire);
}
