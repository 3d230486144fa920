namespace SupportDesk.Agents;

/// <summary>Send items of an order back.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Item">An item id or a word of the product's name; null for everything in the order.</param>
/// <param name="RefundTo">A payment method's id or its source (<c>gift_card</c>); null for the one that paid.</param>
public sealed record ReturnItems(string OrderId, string? Item, string? RefundTo) : SupportIntent;
