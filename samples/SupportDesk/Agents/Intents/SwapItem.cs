namespace SupportDesk.Agents;

/// <summary>Get another variant instead of an item of an order.</summary>
/// <param name="OrderId">The order; whether this is an exchange or a change depends on its status.</param>
/// <param name="ItemId">The item to give up.</param>
/// <param name="NewItemId">The variant to get.</param>
/// <param name="PaymentMethodId">What pays or gets the difference; null for the method that paid.</param>
public sealed record SwapItem(string OrderId, string ItemId, string NewItemId, string? PaymentMethodId) : SupportIntent;
