using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Lists the products.</summary>
public static class ListAllProductTypes
{
    public static ShopTool Tool { get; } = new(
        "list_all_product_types",
        "Returns the names of all products with their product ids; each product has variants of its own.",
        """
        {
            "type": "object",
            "properties": {},
            "required": []
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(ShopSession session, CancellationToken cancellationToken) =>
        new(ProductTable.ListDocument(session, cancellationToken));
}
