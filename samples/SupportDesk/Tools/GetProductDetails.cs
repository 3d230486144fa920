using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Reads a product.</summary>
public static class GetProductDetails
{
    public static ShopTool Tool { get; } = new(
        "get_product_details",
        "Returns a product with all its variants: options, price and whether it is available.",
        """
        {
            "type": "object",
            "properties": {
                "product_id": { "type": "string", "description": "The product's id, for example '6086499569'; not the id of an item." }
            },
            "required": ["product_id"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string product_id, ShopSession session, CancellationToken cancellationToken) =>
        new(ProductTable.FindDocument(session, product_id, cancellationToken) ?? ToolErrors.ProductNotFound);
}
