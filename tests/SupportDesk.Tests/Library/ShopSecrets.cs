using System.Text.RegularExpressions;
using SupportDesk.Data;

namespace SupportDesk.Tests.Library;

/// <summary>What of the shop belongs to one customer: order ids, payment methods, e-mail addresses, streets. Finds what is another's in a text.</summary>
internal sealed partial class ShopSecrets
{
    // Some streets and suites occur at several customers: then each of them may see it.
    private readonly Dictionary<string, HashSet<string>> _owners = new(StringComparer.Ordinal);

    internal ShopSecrets(ShopData data)
    {
        foreach (var (id, order) in data.Orders)
        {
            Add(id, order.UserId);
            Add(order.Address.Address1, order.UserId);
        }

        foreach (var (id, customer) in data.Users)
        {
            Add(id, id);
            Add(customer.Email, id);
            Add(customer.Address.Address1, id);
            foreach (var method in customer.PaymentMethods.Keys)
            {
                Add(method, id);
            }
        }
    }

    internal int Count => _owners.Count;

    /// <summary>The pieces of a text that belong to customers, none of whom is this one.</summary>
    internal IEnumerable<string> ForeignIn(string text, string customer) =>
        Pieces().Matches(Unescaped(text)).Select(match => match.Value).Where(piece => _owners.TryGetValue(piece, out var owners) && !owners.Contains(customer));

    /// <summary>JSON in a frame has its quotes written as \u0022, at one level or more: they must not pass for a part of the word that follows.</summary>
    private static string Unescaped(string text) =>
        Escapes().Replace(text, escape => ((char)Convert.ToInt32(escape.Groups[1].Value, 16)).ToString());

    private void Add(string secret, string owner)
    {
        if (!_owners.TryGetValue(secret, out var owners))
        {
            _owners.Add(secret, owners = new HashSet<string>(StringComparer.Ordinal));
        }

        owners.Add(owner);
    }

    [GeneratedRegex(@"\\+u([0-9a-fA-F]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();

    // An e-mail address, an order id, a word with underscores (user or payment method), a house number with up to three words.
    [GeneratedRegex(@"[\w.]+@[\w.]+\w|#W\d+|\w+_\w+|\d+(?: [A-Z]\w+){1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}
