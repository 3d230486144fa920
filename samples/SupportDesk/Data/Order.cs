namespace SupportDesk.Data;

/// <summary>An order's row; <see cref="UserId"/> owns it. What a tool adds later is absent until then.</summary>
public sealed record Order(
    string OrderId,
    string UserId,
    Address Address,
    IReadOnlyList<OrderItem> Items,
    IReadOnlyList<Fulfillment> Fulfillments,
    string Status,
    IReadOnlyList<Payment> PaymentHistory)
{
    public string? CancelReason { get; init; }

    public IReadOnlyList<string>? ExchangeItems { get; init; }

    public IReadOnlyList<string>? ExchangeNewItems { get; init; }

    public string? ExchangePaymentMethodId { get; init; }

    public decimal? ExchangePriceDifference { get; init; }

    public IReadOnlyList<string>? ReturnItems { get; init; }

    public string? ReturnPaymentMethodId { get; init; }
}
