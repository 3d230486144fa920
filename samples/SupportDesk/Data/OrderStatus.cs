namespace SupportDesk.Data;

/// <summary>The words an order's status can hold.</summary>
public static class OrderStatus
{
    public const string Pending = "pending";
    public const string PendingModified = "pending (item modified)";
    public const string Processed = "processed";
    public const string Delivered = "delivered";
    public const string Cancelled = "cancelled";
    public const string ExchangeRequested = "exchange requested";
    public const string ReturnRequested = "return requested";
}
