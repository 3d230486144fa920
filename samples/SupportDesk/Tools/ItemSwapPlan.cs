using System.Globalization;
using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>What it means to swap items of an order for other variants of the same products; or why it can't be.</summary>
public sealed record ItemSwapPlan(string? Error, IReadOnlyList<ItemSwap> Swaps)
{
    /// <summary>What the new items cost more than the old ones, to the cent.</summary>
    public decimal Difference => Swaps.Sum(swap => swap.New.Price - swap.Old.Price);

    /// <summary>
    /// The same amount as the recorded shop books it: summed in binary floating point and not rounded (71.96000000000001).
    /// Only the booked text keeps that; decisions and balances use <see cref="Difference"/>.
    /// </summary>
    public decimal RecordedDifference
    {
        get
        {
            var sum = 0.0;
            foreach (var swap in Swaps)
                sum += (double)swap.New.Price - (double)swap.Old.Price;
            return decimal.Parse(sum.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Checks that the order holds the old items as often as they are named and that each new one is on the shelf.</summary>
    public static ItemSwapPlan Make(
        ShopSession session, Order order, string[] itemIds, string[] newItemIds, CancellationToken cancellationToken)
    {
        if (OrderItems.FirstMissing(order, itemIds) is { } missing)
            return Refuse($"Error: {missing} not found");
        if (itemIds.Length != newItemIds.Length)
            return Refuse("Error: the number of items to be exchanged should match");

        var swaps = new List<ItemSwap>(itemIds.Length);
        foreach (var (itemId, newItemId) in itemIds.Zip(newItemIds))
        {
            var old = order.Items.First(item => item.ItemId == itemId);
            var product = ProductTable.Find(session, old.ProductId, cancellationToken);
            if (product is null || !product.Variants.TryGetValue(newItemId, out var variant) || !variant.Available)
                return Refuse($"Error: new item {newItemId} not found or available");
            swaps.Add(new ItemSwap(old, variant));
        }

        return new ItemSwapPlan(null, swaps);
    }

    /// <summary>The order's items with each old one replaced where it stands.</summary>
    public IReadOnlyList<OrderItem> ApplyTo(IReadOnlyList<OrderItem> items)
    {
        OrderItem[] result = [.. items];
        foreach (var (old, variant) in Swaps)
        {
            var at = Array.FindIndex(result, item => item.ItemId == old.ItemId);
            result[at] = result[at] with { ItemId = variant.ItemId, Price = variant.Price, Options = variant.Options };
        }

        return result;
    }

    private static ItemSwapPlan Refuse(string error) => new(error, []);
}
