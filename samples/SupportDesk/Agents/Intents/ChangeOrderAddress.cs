using SupportDesk.Data;

namespace SupportDesk.Agents;

/// <summary>Send an order somewhere else.</summary>
public sealed record ChangeOrderAddress(string OrderId, Address Address) : SupportIntent;
