using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Moves a pending order to another payment method.</summary>
public static class ModifyPendingOrderPayment
{
    public static ShopTool Tool { get; } = new(
        "modify_pending_order_payment",
        "Lets another of the customer's payment methods pay for a pending order and refunds the first one. Tell the customer "
        + "what will be charged and get a clear yes first. Returns the order.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." },
                "payment_method_id": {
                    "type": "string",
                    "description": "The customer's payment method that pays from now on, for example 'gift_card_0000000'."
                }
            },
            "required": ["order_id", "payment_method_id"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string order_id, string payment_method_id, ShopSession session, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (OrderTable.Find(session, order_id, cancellationToken) is not { } order)
            return ToolErrors.OrderNotFound;
        if (order.Status != OrderStatus.Pending)
            return ToolErrors.NotModifiable;
        var customer = CustomerTable.Get(session, order.UserId, cancellationToken);
        if (!customer.PaymentMethods.TryGetValue(payment_method_id, out var method))
            return ToolErrors.PaymentMethodNotFound;
        if (order.PaymentHistory is not [{ TransactionType: Payment.Paid } paid])
            return "Error: there should be exactly one payment for a pending order";
        if (paid.PaymentMethodId == payment_method_id)
            return "Error: the new payment method should be different from the current one";
        if (method.IsShortOf(paid.Amount))
            return "Error: insufficient gift card balance to pay for the order";

        customer = customer.Charge(payment_method_id, paid.Amount).Charge(paid.PaymentMethodId, -paid.Amount);
        CustomerTable.Save(session, order.UserId, customer, cancellationToken);
        order = order with
        {
            PaymentHistory =
            [
                paid,
                new Payment(Payment.Paid, paid.Amount, payment_method_id),
                new Payment(Payment.Refunded, paid.Amount, paid.PaymentMethodId),
            ],
        };
        OrderTable.Save(session, order, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(order);
    }
}
