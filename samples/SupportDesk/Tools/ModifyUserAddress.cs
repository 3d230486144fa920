using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Changes a customer's default address.</summary>
public static class ModifyUserAddress
{
    public static ShopTool Tool { get; } = new(
        "modify_user_address",
        "Changes the customer's own address for orders to come. Repeat the new address to the customer and get a clear yes "
        + "first. Returns the customer.",
        """
        {
            "type": "object",
            "properties": {
                "user_id": { "type": "string", "description": "The customer's user id, for example 'sara_doe_496'." },
                "address1": { "type": "string", "description": "Street and number." },
                "address2": { "type": "string", "description": "Apartment or suite; '' if there is none." },
                "city": { "type": "string", "description": "The city." },
                "state": { "type": "string", "description": "The state's short form, for example 'CA'." },
                "country": { "type": "string", "description": "The country, for example 'USA'." },
                "zip": { "type": "string", "description": "The postal code." }
            },
            "required": ["user_id", "address1", "address2", "city", "state", "country", "zip"]
        }
        """,
        ChangesData: true,
        ExecuteAsync);

    public static async ValueTask<string> ExecuteAsync(
        string user_id,
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
        if (CustomerTable.Find(session, user_id, cancellationToken) is not { } customer)
            return ToolErrors.UserNotFound;

        customer = customer with { Address = new Address(address1, address2, city, country, state, zip) };
        CustomerTable.Save(session, user_id, customer, cancellationToken);
        session.Commit(cancellationToken);
        return ShopDocument.Write(customer);
    }
}
