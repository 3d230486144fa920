namespace SupportDesk.Agents;

/// <summary>Cancel an order, for one of the two reasons that the shop knows.</summary>
public sealed record CancelOrder(string OrderId, string Reason) : SupportIntent;
