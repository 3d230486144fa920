namespace SupportDesk.Data;

/// <summary>The rows of customers. A caller reaches one: their own.</summary>
public static class CustomerTable
{
    private const string FindSql = "SELECT document FROM users WHERE user_id = @id AND user_id = @caller";

    private const string SaveSql = "UPDATE users SET document = @document WHERE user_id = @id AND user_id = @caller";

    /// <summary>The row as JSON; null if there is none or it isn't the caller's, which are the same here.</summary>
    public static string? FindDocument(ShopSession session, string userId, CancellationToken cancellationToken) =>
        session.ReadText(FindSql, cancellationToken, ("@id", userId));

    /// <summary>The row; null if there is none or it isn't the caller's.</summary>
    public static Customer? Find(ShopSession session, string userId, CancellationToken cancellationToken) =>
        FindDocument(session, userId, cancellationToken) is { } document ? ShopDocument.ReadCustomer(document) : null;

    /// <summary>The row of an owner whom another row of the caller's names, so that it must be there.</summary>
    public static Customer Get(ShopSession session, string userId, CancellationToken cancellationToken) =>
        Find(session, userId, cancellationToken)
            ?? throw new InvalidOperationException("An order's owner has no row of their own; the shop's data is inconsistent.");

    /// <summary>Writes the row back, inside the session's transaction.</summary>
    public static void Save(ShopSession session, string userId, Customer customer, CancellationToken cancellationToken) =>
        session.ChangeRow(SaveSql, cancellationToken, ("@id", userId), ("@document", ShopDocument.Write(customer)));
}
