using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Cancels a pending order and refunds it.</summary>
public static class CancelPendingOrder
{
    public static ShopTool Tool { get; } = new(
        "cancel_pending_order",
        "Cancels an order that is still pending and refunds every payment: a gift card at once, other methods within 5 to 7 "
        + "business days. Tell the customer what will happen and get a clear yes first. Returns the order.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." },
                "reason": {
                    "type": "string",
                    "enum": ["no longer needed", "ordered by mistake"],
                    "description": "Why the customer cancels; one of the two."
                }
            },
            "required": ["order_id", "reason"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string order_id, string reason, ShopSession session, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (OrderTable.Find(session, order_id, cancellationToken) is not { } order)
            return ToolErrors.OrderNotFound;
        if (order.Status != OrderStatus.Pending)
            return "Error: non-pending order cannot be cancelled";
        if (reason is not ("no longer needed" or "ordered by mistake"))
            return "Error: invalid reason";

        var customer = CustomerTable.Get(session, order.UserId, cancellationToken);
        Payment[] refunds = [.. order.PaymentHistory.Select(payment => payment with { TransactionType = Payment.Refunded })];
        CustomerTable.Save(session, order.UserId, refunds.Aggregate(customer, Refund), cancellationToken);
        order = order with
        {
            Status = OrderStatus.Cancelled,
            CancelReason = reason,
            PaymentHistory = [.. order.PaymentHistory, .. refunds],
        };
        OrderTable.Save(session, order, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(order);
    }

    private static Customer Refund(Customer customer, Payment refund) => customer.Charge(refund.PaymentMethodId, -refund.Amount);
}
