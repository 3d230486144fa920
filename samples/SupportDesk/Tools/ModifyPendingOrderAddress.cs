using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Sends a pending order to another address.</summary>
public static class ModifyPendingOrderAddress
{
    public static ShopTool Tool { get; } = new(
        "modify_pending_order_address",
        "Sends a pending order to another address. Repeat the new address to the customer and get a clear yes first. Returns the order.",
        """
        {
            "type": "object",
            "properties": {
                "order_id": { "type": "string", "description": "The order's id with its leading '#', for example '#W0000000'." },
                "address1": { "type": "string", "description": "Street and number." },
                "address2": { "type": "string", "description": "Apartment or suite; '' if there is none." },
                "city": { "type": "string", "description": "The city." },
                "state": { "type": "string", "description": "The state's short form, for example 'CA'." },
                "country": { "type": "string", "description": "The country, for example 'USA'." },
                "zip": { "type": "string", "description": "The postal code." }
            },
            "required": ["order_id", "address1", "address2", "city", "state", "country", "zip"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string order_id,
        string address1,
        string address2,
        string city,
        string state,
        string country,
        string zip,
        ShopSession session,
        CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (OrderTable.Find(session, order_id, cancellationToken) is not { } order)
            return ToolErrors.OrderNotFound;
        if (order.Status != OrderStatus.Pending)
            return ToolErrors.NotModifiable;

        order = order with { Address = new Address(address1, address2, city, country, state, zip) };
        OrderTable.Save(session, order, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(order);
    }
}
