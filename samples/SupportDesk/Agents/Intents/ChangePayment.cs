namespace SupportDesk.Agents;

/// <summary>Pay for an order in another way.</summary>
public sealed record ChangePayment(string OrderId, string PaymentMethodId) : SupportIntent;
