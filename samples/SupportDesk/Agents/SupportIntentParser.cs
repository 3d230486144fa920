using System.Text.RegularExpressions;
using SupportDesk.Data;

namespace SupportDesk.Agents;

/// <summary>
/// Reads a typed sentence by rules that a person can follow from top to bottom; the first that fits wins. It guesses
/// nothing that would change something: what is missing is asked for, what isn't understood is said so.
/// </summary>
public static class SupportIntentParser
{
    private const int MaxLength = 500;

    /// <summary>What the sentence asks for; never null, never throws on a text.</summary>
    public static SupportIntent Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            return new Unknown(text, SupportHelp.TooLong);
        var said = SupportPhrases.Space().Replace(text.Replace('\u2019', '\''), " ").Trim();
        if (SupportPhrases.Refusal().IsMatch(said))
            return new Unknown(text, SupportHelp.NothingDone);

        return General(said)
            ?? Change(said, OrderId(said))
            ?? Question(said, OrderId(said))
            ?? new Unknown(text, SupportHelp.NotUnderstood);
    }

    private static SupportIntent? General(string said)
    {
        if (SupportPhrases.Help().IsMatch(said))
            return new ShowHelp();
        if (SupportPhrases.Human().IsMatch(said))
            return new TalkToHuman(said);
        var sum = SupportPhrases.Sum().Match(said);
        return sum.Success ? new WorkOut(sum.Groups["sum"].Value.Trim()) : null;
    }

    private static SupportIntent? Change(string said, string? orderId)
    {
        if (SupportPhrases.Asking().IsMatch(said))
            return null;
        if (SupportPhrases.Cancel().IsMatch(said))
            return Cancel(said, orderId);
        if (SupportPhrases.Swap().IsMatch(said))
            return Swap(said, orderId);
        var giveBack = SupportPhrases.Return().Match(said);
        if (giveBack.Success)
            return Return(said, giveBack, orderId);
        if (SupportPhrases.Pay().IsMatch(said))
            return Pay(said, orderId);
        var move = SupportPhrases.Move().Match(said);
        if (move.Success)
            return Move(move, orderId);
        return SupportPhrases.MoveSomewhere().IsMatch(said) ? new Incomplete(SupportHelp.WhichAddress) : null;
    }

    private static SupportIntent? Question(string said, string? orderId)
    {
        if (orderId is not null)
            return new TrackOrder(orderId);
        if (SupportPhrases.Profile().IsMatch(said))
            return new ShowProfile();
        if (SupportPhrases.Orders().IsMatch(said))
            return new ListOrders();
        if (SupportPhrases.Products().IsMatch(said))
            return new ListProducts();
        var product = SupportPhrases.Product().Match(said);
        return product.Success ? new ShowProduct(product.Groups["name"].Value) : null;
    }

    private static SupportIntent Cancel(string said, string? orderId)
    {
        if (orderId is null)
            return new Incomplete(SupportHelp.WhichOrder);
        if (SupportPhrases.Mistaken().IsMatch(said))
            return new CancelOrder(orderId, "ordered by mistake");
        return SupportPhrases.NotNeeded().IsMatch(said)
            ? new CancelOrder(orderId, "no longer needed")
            : new Incomplete(SupportHelp.WhichReason);
    }

    private static SupportIntent Swap(string said, string? orderId)
    {
        if (orderId is null)
            return new Incomplete(SupportHelp.WhichOrder);
        var items = SupportPhrases.ItemId().Matches(said);
        return items.Count == 2
            ? new SwapItem(orderId, items[0].Value, items[1].Value, PaymentMethodId(said))
            : new Incomplete(SupportHelp.WhichItems);
    }

    private static SupportIntent Return(string said, Match giveBack, string? orderId)
    {
        if (orderId is null)
            return new Incomplete(SupportHelp.WhichOrder);
        var item = giveBack.Groups["item"].Value.Trim();
        var target = SupportPhrases.RefundTarget().Match(said);
        return new ReturnItems(
            orderId,
            SupportPhrases.Everything().IsMatch(item) ? null : item,
            PaymentMethodId(said) ?? (target.Success ? target.Groups["source"].Value.ToLowerInvariant().Replace(' ', '_') : null));
    }

    private static SupportIntent Pay(string said, string? orderId)
    {
        if (orderId is null)
            return new Incomplete(SupportHelp.WhichOrder);
        return PaymentMethodId(said) is { } method
            ? new ChangePayment(orderId, method)
            : new Incomplete(SupportHelp.WhichPayment);
    }

    private static SupportIntent Move(Match move, string? orderId)
    {
        if (AddressText.Parse(move.Groups["address"].Value) is not { } address)
            return new Incomplete(SupportHelp.WhichAddress);
        if (orderId is not null)
            return new ChangeOrderAddress(orderId, address);
        return move.Groups["order"].Success ? new Incomplete(SupportHelp.WhichOrder) : new ChangeOwnAddress(address);
    }

    private static string? OrderId(string said)
    {
        var match = SupportPhrases.OrderId().Match(said);
        return match.Success ? "#W" + match.Groups["digits"].Value : null;
    }

    private static string? PaymentMethodId(string said)
    {
        var match = SupportPhrases.PaymentMethodId().Match(said);
        return match.Success ? match.Value.ToLowerInvariant() : null;
    }
}
