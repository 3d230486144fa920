namespace SupportDesk.Tools;

/// <summary>The answers that several tools share. A row of somebody else is answered like a row that isn't there.</summary>
public static class ToolErrors
{
    public const string OrderNotFound = "Error: order not found";
    public const string UserNotFound = "Error: user not found";
    public const string ProductNotFound = "Error: product not found";
    public const string PaymentMethodNotFound = "Error: payment method not found";
    public const string NotModifiable = "Error: non-pending order cannot be modified";
}
