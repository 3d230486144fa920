using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>
/// Finds the caller by name and postal code. Only the caller's own row is looked at, so that nobody can probe who else is a customer.
/// </summary>
public static class FindUserIdByNameZip
{
    public static ShopTool Tool { get; } = new(
        "find_user_id_by_name_zip",
        "Finds the customer's user id by name and postal code. Use it when the e-mail address isn't known or finds nobody.",
        """
        {
            "type": "object",
            "properties": {
                "first_name": { "type": "string", "description": "The customer's first name." },
                "last_name": { "type": "string", "description": "The customer's last name." },
                "zip": { "type": "string", "description": "The postal code of the customer's address." }
            },
            "required": ["first_name", "last_name", "zip"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(
        string first_name, string last_name, string zip, ShopSession session, CancellationToken cancellationToken)
    {
        var caller = CustomerTable.Find(session, session.CallerId, cancellationToken);
        var found = caller is not null
            && string.Equals(caller.Name.FirstName, first_name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(caller.Name.LastName, last_name, StringComparison.OrdinalIgnoreCase)
            && caller.Address.Zip == zip;
        return new(found ? session.CallerId : ToolErrors.UserNotFound);
    }
}
