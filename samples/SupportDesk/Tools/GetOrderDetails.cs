using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Reads an order.</summary>
public static class GetOrderDetails
{
    public static ShopTool Tool { get; } = new(
        "get_order_details",
        "Returns an order of the customer with its status, items, parcels and payments.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." }
            },
            "required": ["order_id"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string order_id, ShopSession session, CancellationToken cancellationToken) =>
        new(OrderTable.FindDocument(session, order_id, cancellationToken) ?? ToolErrors.OrderNotFound);
}
