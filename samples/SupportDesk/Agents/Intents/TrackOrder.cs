namespace SupportDesk.Agents;

/// <summary>Where an order is and what is in it.</summary>
public sealed record TrackOrder(string OrderId) : SupportIntent;
