using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SupportDesk.Data;

/// <summary>
/// A whole shop, as read from <c>users.json</c>, <c>orders.json</c> and <c>products.json</c>: each an object of rows by id.
/// The shape is that of the retail domain of tau-bench (Sierra, MIT).
/// </summary>
public sealed record ShopData(
    IReadOnlyDictionary<string, Customer> Users,
    IReadOnlyDictionary<string, Order> Orders,
    IReadOnlyDictionary<string, Product> Products)
{
    /// <summary>Reads the three files of a folder.</summary>
    /// <exception cref="InvalidDataException">A file holds no such rows; the message names the file and the place.</exception>
    public static ShopData Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Load(name => File.OpenRead(Path.Combine(folder, name)));
    }

    /// <summary>The small shop that comes with the sample.</summary>
    public static ShopData LoadSample() =>
        Load(name => typeof(ShopData).Assembly.GetManifestResourceStream("SampleData/" + name)
            ?? throw new InvalidDataException($"The sample's '{name}' is not embedded in this assembly; rebuild it."));

    private static ShopData Load(Func<string, Stream> open) => new(
        Read(open, "users.json", ShopJson.Default.DictionaryStringCustomer),
        Read(open, "orders.json", ShopJson.Default.DictionaryStringOrder),
        Read(open, "products.json", ShopJson.Default.DictionaryStringProduct));

    private static Dictionary<string, T> Read<T>(Func<string, Stream> open, string name, JsonTypeInfo<Dictionary<string, T>> type)
    {
        using var stream = open(name);
        try
        {
            return JsonSerializer.Deserialize(stream, type)
                ?? throw new InvalidDataException($"'{name}' holds null; it must be an object of rows by id.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{name}' doesn't fit the shop's shape: {fault.Message}", fault);
        }
    }
}
