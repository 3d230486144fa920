namespace SupportDesk.Data;

/// <summary>The shop's products: nobody's, read by all, changed by no tool.</summary>
public static class ProductTable
{
    private const string FindSql = "SELECT document FROM products WHERE product_id = @id";

    private const string ListSql =
        "SELECT json_group_object(name, product_id) FROM (SELECT name, product_id FROM products ORDER BY name)";

    /// <summary>The row as JSON; null if there is none.</summary>
    public static string? FindDocument(ShopSession session, string productId, CancellationToken cancellationToken) =>
        session.ReadText(FindSql, cancellationToken, ("@id", productId));

    /// <summary>The row; null if there is none.</summary>
    public static Product? Find(ShopSession session, string productId, CancellationToken cancellationToken) =>
        FindDocument(session, productId, cancellationToken) is { } document ? ShopDocument.ReadProduct(document) : null;

    /// <summary>One JSON object of product ids by name.</summary>
    public static string ListDocument(ShopSession session, CancellationToken cancellationToken) =>
        session.ReadText(ListSql, cancellationToken) ?? "{}";
}
