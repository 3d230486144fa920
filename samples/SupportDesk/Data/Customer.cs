namespace SupportDesk.Data;

/// <summary>A customer's row. Its id is the row's key and no part of the document, as in the recorded outputs.</summary>
public sealed record Customer(
    CustomerName Name,
    Address Address,
    string Email,
    IReadOnlyDictionary<string, PaymentMethod> PaymentMethods,
    IReadOnlyList<string> Orders)
{
    /// <summary>The customer after a charge (or, negative, a refund) on one of the payment methods.</summary>
    public Customer Charge(string paymentMethodId, decimal amount)
    {
        var methods = new Dictionary<string, PaymentMethod>(PaymentMethods, StringComparer.Ordinal);
        methods[paymentMethodId] = methods[paymentMethodId].Charge(amount);
        return this with { PaymentMethods = methods };
    }
}
