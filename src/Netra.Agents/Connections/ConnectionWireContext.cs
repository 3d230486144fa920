using System.Text.Json.Serialization;

namespace Netra.Agents.Connections;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConnectionResponseWire))]
internal sealed partial class ConnectionWireContext : JsonSerializerContext;
