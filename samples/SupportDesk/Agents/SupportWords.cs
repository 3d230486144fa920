using System.Globalization;
using Netra.Agents;
using SupportDesk.Data;

namespace SupportDesk.Agents;

/// <summary>Rows in words.</summary>
internal static class SupportWords
{
    internal static string Changed(SupportReply reply, string done) => reply.Problem is { } problem ? Sorry(problem) : done;

    internal static string Sorry(string problem) => problem == SupportHelp.NothingDone ? problem : $"I can't do that: {problem}.";

    internal static string Sum(SupportReply reply, string expression) => reply.Problem is { } problem ? Sorry(problem) : $"{expression} = {reply.Value.Text}";

    internal static string Profile(SupportReply reply)
    {
        if (reply.Problem is { } problem)
        {
            return Sorry(problem);
        }

        var (name, address) = (reply.Value["name"], reply.Value["address"]);
        var methods = string.Join(", ", reply.Value["payment_methods"].Entries.Select(method => method.Key));
        return $"{name["first_name"].Text} {name["last_name"].Text}, {address["address1"].Text}, {address["city"].Text} {address["zip"].Text}; you pay with {methods}; your orders: {string.Join(", ", reply.Value["orders"].Items.Select(order => order.Text))}.";
    }

    internal static string Products(SupportReply reply) =>
        reply.Problem is { } problem ? Sorry(problem) : $"We sell {string.Join(", ", reply.Value.Entries.Select(product => product.Key.ToLowerInvariant()))}.";

    internal static string Variants(ContextValue product)
    {
        var variants = product["variants"].Entries
            .Where(variant => variant.Value["available"].AsBoolean())
            .Select(variant => $"{variant.Key} ({string.Join(", ", variant.Value["options"].Entries.Select(option => option.Value.Text))}) at {Money(variant.Value["price"])}");
        return $"{product["name"].Text}: {string.Join("; ", variants)}.";
    }

    internal static string Order(ContextValue order) =>
        $"Order {order["order_id"].Text} is {order["status"].Text}: {string.Join(", ", order["items"].Items.Select(item => item["name"].Text))}.{Parcels(order)}";

    internal static (string Name, ContextValue Value)[] Parts(Address address) =>
    [
        ("address1", address.Address1), ("address2", address.Address2), ("city", address.City),
        ("state", address.State), ("country", address.Country), ("zip", address.Zip),
    ];

    private static string Parcels(ContextValue order)
    {
        var parcels = order["fulfillments"].Items.SelectMany(parcel => parcel["tracking_id"].Items).Select(parcel => parcel.Text).ToArray();
        return parcels.Length == 0 ? "" : $" Parcel {string.Join(", ", parcels)}.";
    }

    private static string Money(ContextValue amount) => amount.AsDecimal().ToString("0.00", CultureInfo.InvariantCulture);
}
