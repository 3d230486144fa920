namespace SupportDesk.Data;

/// <summary>One payment or refund of an order.</summary>
public sealed record Payment(string TransactionType, decimal Amount, string PaymentMethodId)
{
    /// <summary>The <see cref="TransactionType"/> of money that the customer pays.</summary>
    public const string Paid = "payment";

    /// <summary>The <see cref="TransactionType"/> of money that the customer gets back.</summary>
    public const string Refunded = "refund";
}
