using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Asks for items of a delivered order to be exchanged.</summary>
public static class ExchangeDeliveredOrderItems
{
    public static ShopTool Tool { get; } = new(
        "exchange_delivered_order_items",
        "Asks for items of a delivered order to be exchanged for other variants of the same products. An order can be exchanged "
        + "or returned once. Tell the customer the price difference and get a clear yes first. Returns the order.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." },
                "item_ids": {
                    "type": "array", "items": { "type": "string" },
                    "description": "The item ids to give back; an id that the order holds twice can be named twice."
                },
                "new_item_ids": {
                    "type": "array", "items": { "type": "string" },
                    "description": "The item ids to get instead, in the same order as item_ids and each a variant of the same product."
                },
                "payment_method_id": {
                    "type": "string",
                    "description": "The customer's payment method that pays or gets the price difference, for example 'gift_card_0000000'."
                }
            },
            "required": ["order_id", "item_ids", "new_item_ids", "payment_method_id"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string order_id,
        string[] item_ids,
        string[] new_item_ids,
        string payment_method_id,
        ShopSession session,
        CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (OrderTable.Find(session, order_id, cancellationToken) is not { } order)
            return ToolErrors.OrderNotFound;
        if (order.Status != OrderStatus.Delivered)
            return "Error: non-delivered order cannot be exchanged";
        var plan = ItemSwapPlan.Make(session, order, item_ids, new_item_ids, cancellationToken);
        if (plan.Error is not null)
            return plan.Error;

        var customer = CustomerTable.Get(session, order.UserId, cancellationToken);
        if (!customer.PaymentMethods.TryGetValue(payment_method_id, out var method))
            return ToolErrors.PaymentMethodNotFound;
        if (method.IsShortOf(plan.Difference))
            return "Error: insufficient gift card balance to pay for the price difference";

        order = order with
        {
            Status = OrderStatus.ExchangeRequested,
            ExchangeItems = [.. item_ids.Order(StringComparer.Ordinal)],
            ExchangeNewItems = [.. new_item_ids.Order(StringComparer.Ordinal)],
            ExchangePaymentMethodId = payment_method_id,
            ExchangePriceDifference = plan.Difference,
        };
        OrderTable.Save(session, order, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(order);
    }
}
