using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>
/// Finds the caller by e-mail. Only the caller's own row is looked at, so that nobody can probe who else is a customer.
/// </summary>
public static class FindUserIdByEmail
{
    public static ShopTool Tool { get; } = new(
        "find_user_id_by_email",
        "Finds the customer's user id by e-mail address.",
        """
        {
            "type": "object",
            "properties": {
                "email": { "type": "string", "description": "The customer's e-mail address." }
            },
            "required": ["email"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string email, ShopSession session, CancellationToken cancellationToken)
    {
        var caller = CustomerTable.Find(session, session.CallerId, cancellationToken);
        return new(string.Equals(caller?.Email, email, StringComparison.OrdinalIgnoreCase) ? session.CallerId : ToolErrors.UserNotFound);
    }
}
