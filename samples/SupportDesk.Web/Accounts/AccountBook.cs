using SupportDesk.Data;

namespace SupportDesk.Web.Accounts;

/// <summary>The customers of the sample shop, and one operator. They all have one password: this is a sample.</summary>
internal sealed class AccountBook(ShopData data)
{
    internal const string Password = "demo";

    private readonly Dictionary<string, Account> _accounts = data.Users
        .Select(row => new Account(row.Key, $"{row.Value.Name.FirstName} {row.Value.Name.LastName}", Account.Customer))
        .Append(new Account("operator", "Operator", Account.Operator))
        .ToDictionary(account => account.Id, StringComparer.Ordinal);

    /// <summary>Null when the name or the password is wrong; which, is not said.</summary>
    internal Account? Find(string? id, string? password) =>
        id is not null && password == Password ? _accounts.GetValueOrDefault(id.Trim()) : null;
}
