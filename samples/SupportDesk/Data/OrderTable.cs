namespace SupportDesk.Data;

/// <summary>The rows of orders. A caller reaches their own.</summary>
public static class OrderTable
{
    private const string FindSql = "SELECT document FROM orders WHERE order_id = @id AND user_id = @caller";

    private const string SaveSql = "UPDATE orders SET document = @document WHERE order_id = @id AND user_id = @caller";

    /// <summary>The row as JSON; null if there is none or it isn't the caller's, which are the same here.</summary>
    public static string? FindDocument(ShopSession session, string orderId, CancellationToken cancellationToken) =>
        session.ReadText(FindSql, cancellationToken, ("@id", orderId));

    /// <summary>The row; null if there is none or it isn't the caller's.</summary>
    public static Order? Find(ShopSession session, string orderId, CancellationToken cancellationToken) =>
        FindDocument(session, orderId, cancellationToken) is { } document ? ShopDocument.ReadOrder(document) : null;

    /// <summary>Writes the row back, inside the session's transaction.</summary>
    public static void Save(ShopSession session, Order order, CancellationToken cancellationToken) =>
        session.ChangeRow(SaveSql, cancellationToken, ("@id", order.OrderId), ("@document", ShopDocument.Write(order)));
}
