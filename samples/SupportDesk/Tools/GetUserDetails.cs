using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Reads a customer.</summary>
public static class GetUserDetails
{
    public static ShopTool Tool { get; } = new(
        "get_user_details",
        "Returns the customer's name, address, e-mail, payment methods and order ids.",
        """
        {
            "type": "object",
            "properties": {
                "user_id": { "type": "string", "description": "The customer's user id, for example 'sara_doe_496'." }
            },
            "required": ["user_id"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string user_id, ShopSession session, CancellationToken cancellationToken) =>
        new(CustomerTable.FindDocument(session, user_id, cancellationToken) ?? ToolErrors.UserNotFound);
}
