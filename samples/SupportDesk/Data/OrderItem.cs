namespace SupportDesk.Data;

/// <summary>One piece of an order. The same item id can occur more than once in an order.</summary>
public sealed record OrderItem(
    string Name,
    string ProductId,
    string ItemId,
    decimal Price,
    IReadOnlyDictionary<string, string> Options);
