using System.Text.Json;
using System.Text.Json.Serialization;

namespace SupportDesk.Data;

/// <summary>Writes an amount in one way only (60, never 60.00), so that the same money is the same text in a row.</summary>
internal sealed class AmountJsonConverter : JsonConverter<decimal>
{
    // Dividing by a one of full scale drops trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value / One);
}
