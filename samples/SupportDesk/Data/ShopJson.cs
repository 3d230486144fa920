using System.Text.Json.Serialization;

namespace SupportDesk.Data;

/// <summary>The JSON form of the shop's rows: snake_case, absent rather than null, unknown and double members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(AmountJsonConverter)])]
[JsonSerializable(typeof(Dictionary<string, Customer>))]
[JsonSerializable(typeof(Dictionary<string, Order>))]
[JsonSerializable(typeof(Dictionary<string, Product>))]
internal sealed partial class ShopJson : JsonSerializerContext;
