namespace SupportDesk.Agents;

/// <summary>What the customer has ordered; also the answer to a question about "my order" that names none.</summary>
public sealed record ListOrders : SupportIntent;
