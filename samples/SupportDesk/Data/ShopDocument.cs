using System.Text.Encodings.Web;
using System.Text.Json;

namespace SupportDesk.Data;

/// <summary>Rows to the JSON documents that the database holds and the tools answer with, and back.</summary>
public static class ShopDocument
{
    // The text goes to an agent and a person, never into HTML: an apostrophe stays an apostrophe.
    private static readonly ShopJson Shop = new(new JsonSerializerOptions(ShopJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(Customer customer) => JsonSerializer.Serialize(customer, Shop.Customer);

    public static string Write(Order order) => JsonSerializer.Serialize(order, Shop.Order);

    public static string Write(Product product) => JsonSerializer.Serialize(product, Shop.Product);

    public static Customer ReadCustomer(string document) => JsonSerializer.Deserialize(document, Shop.Customer)!;

    public static Order ReadOrder(string document) => JsonSerializer.Deserialize(document, Shop.Order)!;

    public static Product ReadProduct(string document) => JsonSerializer.Deserialize(document, Shop.Product)!;
}
