namespace SupportDesk.Data;

/// <summary>One parcel of an order.</summary>
public sealed record Fulfillment(IReadOnlyList<string> TrackingId, IReadOnlyList<string> ItemIds);
