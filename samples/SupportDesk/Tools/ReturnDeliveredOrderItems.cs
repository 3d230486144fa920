using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Asks for items of a delivered order to be taken back.</summary>
public static class ReturnDeliveredOrderItems
{
    public static ShopTool Tool { get; } = new(
        "return_delivered_order_items",
        "Asks for items of a delivered order to be taken back; the customer hears by e-mail how to send them. Tell the customer "
        + "what will be refunded where and get a clear yes first. Returns the order.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." },
                "item_ids": {
                    "type": "array", "items": { "type": "string" },
                    "description": "The item ids to give back; an id that the order holds twice can be named twice."
                },
                "payment_method_id": {
                    "type": "string",
                    "description": "Where the refund goes: the order's original payment method or one of the customer's gift cards."
                }
            },
            "required": ["order_id", "item_ids", "payment_method_id"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string order_id, string[] item_ids, string payment_method_id, ShopSession session, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (OrderTable.Find(session, order_id, cancellationToken) is not { } order)
            return ToolErrors.OrderNotFound;
        if (order.Status != OrderStatus.Delivered)
            return "Error: non-delivered order cannot be returned";
        var customer = CustomerTable.Get(session, order.UserId, cancellationToken);
        if (!customer.PaymentMethods.TryGetValue(payment_method_id, out var method))
            return ToolErrors.PaymentMethodNotFound;
        if (method.Source != PaymentMethod.GiftCard && payment_method_id != order.PaymentHistory[0].PaymentMethodId)
            return "Error: payment method should be either the original payment method or a gift card";
        if (OrderItems.FirstMissing(order, item_ids) is not null)
            return "Error: some item not found";

        order = order with
        {
            Status = OrderStatus.ReturnRequested,
            ReturnItems = [.. item_ids.Order(StringComparer.Ordinal)],
            ReturnPaymentMethodId = payment_method_id,
        };
        OrderTable.Save(session, order, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(order);
    }
}
