using SupportDesk.Data;

namespace SupportDesk.Terminal;

/// <summary>What the customers of a shop ask on an ordinary day; each also tries for an order of the next customer's.</summary>
internal static class SampleDay
{
    internal static IReadOnlyList<Visit> Customers(ShopData data)
    {
        var customers = data.Users.Where(user => user.Value.Orders.Count > 0).ToArray();
        return [.. customers.Select((user, i) => Visit(data, user.Key, user.Value, customers[(i + 1) % customers.Length].Value))];
    }

    private static Visit Visit(ShopData data, string id, Customer customer, Customer next)
    {
        var thread = $"visit-{id}";
        var order = data.Orders[customer.Orders[0]];
        var wish = order.Status switch
        {
            "pending" => "cancel it because I no longer need it",
            "delivered" => $"return item {order.Items[0].ItemId} from order {order.OrderId}",
            _ => "what have I ordered",
        };
        return new Visit(id,
        [
            Request.Say($"where is my order {order.OrderId}", thread),
            Request.Say(wish, thread),
            Request.Say($"where is order {next.Orders[0]}", thread, triesAnothersOrder: true),
            Request.Say("what do you sell", thread),
        ]);
    }
}
