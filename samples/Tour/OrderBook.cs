using Netra.Agents;

namespace Tour;

/// <summary>Stands for a database: whose order it is, is a part of the key.</summary>
internal sealed class OrderBook
{
    private readonly Dictionary<(Owner, string), string> _orders = new()
    {
        [(new Owner(new UserId("alice")), "A-1")] = "on its way",
        [(new Owner(new UserId("alice")), "A-2")] = "delivered",
        [(new Owner(new UserId("bob")), "B-1")] = "packed",
    };

    public string? Find(Owner owner, string orderId) => _orders.GetValueOrDefault((owner, orderId));
}
