namespace SupportDesk.Data;

/// <summary>One way in which a customer pays. Only a gift card has a balance, only a credit card a brand and last digits.</summary>
public sealed record PaymentMethod(
    string Source,
    string Id,
    string? Brand = null,
    string? LastFour = null,
    decimal? Balance = null)
{
    /// <summary>The <see cref="Source"/> of a gift card.</summary>
    public const string GiftCard = "gift_card";

    /// <summary>Whether a charge of this size is more than the card holds. Only gift cards have a limit here.</summary>
    public bool IsShortOf(decimal amount) => Source == GiftCard && Balance < amount;

    /// <summary>The method after a charge (or, negative, a refund); only a gift card's balance moves.</summary>
    public PaymentMethod Charge(decimal amount) =>
        Source == GiftCard ? this with { Balance = Math.Round((Balance ?? 0) - amount, 2) } : this;
}
