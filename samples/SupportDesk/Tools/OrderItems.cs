using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>Questions about the items of an order.</summary>
public static class OrderItems
{
    /// <summary>The first of these ids that is named more often than the order holds it; null if all are there.</summary>
    public static string? FirstMissing(Order order, string[] itemIds) =>
        itemIds.FirstOrDefault(id => itemIds.Count(other => other == id) > order.Items.Count(item => item.ItemId == id));
}
