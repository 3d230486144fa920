using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>What takes more than one call.</summary>
internal static class SupportOrders
{
    /// <summary>The order that a question is about, if it is about one.</summary>
    internal static string? OrderOf(SupportIntent intent) => intent switch
    {
        TrackOrder x => x.OrderId,
        CancelOrder x => x.OrderId,
        ReturnItems x => x.OrderId,
        SwapItem x => x.OrderId,
        ChangePayment x => x.OrderId,
        ChangeOrderAddress x => x.OrderId,
        _ => null,
    };

    internal static async ValueTask<string> TrackAsync(SupportDeskCalls desk, string orderId)
    {
        var order = await desk.CallAsync("get_order_details", ("order_id", orderId));
        return order.Problem is { } problem ? SupportWords.Sorry(problem) : SupportWords.Order(order.Value);
    }

    internal static async ValueTask<string> ListAsync(SupportDeskCalls desk)
    {
        var profile = await desk.CallAsync("get_user_details", ("user_id", desk.CallerId));
        if (profile.Problem is { } problem)
        {
            return SupportWords.Sorry(problem);
        }

        var orders = new List<string>();
        foreach (var id in profile.Value["orders"].Items)
        {
            orders.Add(await TrackAsync(desk, id.Text));
        }

        return orders.Count == 0 ? "You have no orders." : string.Join(Environment.NewLine, orders);
    }

    internal static async ValueTask<string> ReturnAsync(SupportDeskCalls desk, ReturnItems back)
    {
        var order = await desk.CallAsync("get_order_details", ("order_id", back.OrderId));
        if (order.Problem is { } problem)
        {
            return SupportWords.Sorry(problem);
        }

        var items = order.Value["items"].Items.Where(item => Means(back.Item, item)).Select(item => item["item_id"]).ToArray();
        if (items.Length == 0)
        {
            return $"I can't find '{back.Item}' in order {back.OrderId}.";
        }

        var refundTo = await PaymentAsync(desk, back.RefundTo, order.Value);
        return refundTo is null
            ? SupportHelp.WhichPayment
            : SupportWords.Changed(
                await desk.CallAsync("return_delivered_order_items", ("order_id", back.OrderId), ("item_ids", ContextValue.List(items)), ("payment_method_id", refundTo)),
                $"Please send {(items.Length == 1 ? "the item" : "the items")} back; the refund goes to {refundTo}.");
    }

    /// <summary>A delivered order is exchanged, one that is still pending is changed.</summary>
    internal static async ValueTask<string> SwapAsync(SupportDeskCalls desk, SwapItem swap)
    {
        var order = await desk.CallAsync("get_order_details", ("order_id", swap.OrderId));
        if (order.Problem is { } problem)
        {
            return SupportWords.Sorry(problem);
        }

        var tool = order.Value["status"].Text == "delivered" ? "exchange_delivered_order_items" : "modify_pending_order_items";
        var payment = await PaymentAsync(desk, swap.PaymentMethodId, order.Value);
        return payment is null
            ? SupportHelp.WhichPayment
            : SupportWords.Changed(
                await desk.CallAsync(
                    tool, ("order_id", swap.OrderId), ("item_ids", ContextValue.List(swap.ItemId)), ("new_item_ids", ContextValue.List(swap.NewItemId)), ("payment_method_id", payment)),
                $"Item {swap.ItemId} is swapped for {swap.NewItemId}; the difference goes over {payment}.");
    }

    internal static async ValueTask<string> ShowProductAsync(SupportDeskCalls desk, string name)
    {
        var types = await desk.CallAsync("list_all_product_types");
        var found = types.Value.Entries.FirstOrDefault(type => Alike(type.Key, name));
        if (found.Key is null)
        {
            return $"I can't find '{name}'. {SupportWords.Products(types)}";
        }

        var product = await desk.CallAsync("get_product_details", ("product_id", found.Value));
        return product.Problem is { } problem ? SupportWords.Sorry(problem) : SupportWords.Variants(product.Value);
    }

    /// <summary>The named method, or the customer's only one of the named source, or the one that paid.</summary>
    private static async ValueTask<string?> PaymentAsync(SupportDeskCalls desk, string? named, ContextValue order)
    {
        if (named is null)
        {
            return order["payment_history"].Count == 0 ? null : order["payment_history"][0]["payment_method_id"].Text;
        }

        var profile = await desk.CallAsync("get_user_details", ("user_id", desk.CallerId));
        var methods = profile.Value.Kind == ContextValueKind.Map ? profile.Value["payment_methods"].Entries.ToArray() : [];
        var matches = methods.Where(method => method.Key == named || method.Value["source"].Text == named).ToArray();
        return matches.Length == 1 ? matches[0].Key : named.Contains('_', StringComparison.Ordinal) && named.Any(char.IsDigit) ? named : null;
    }

    private static bool Means(string? said, ContextValue item) => said is null || item["item_id"].Text == said || Alike(item["name"].Text, said);

    /// <summary>A customer says "the kettle" or "tents" for what the shop calls "Kettle" or "Tent".</summary>
    private static bool Alike(string name, string said)
    {
        var word = said.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? said[4..] : said;
        return name.Contains(word, StringComparison.OrdinalIgnoreCase) || (word.EndsWith('s') && name.Contains(word[..^1], StringComparison.OrdinalIgnoreCase));
    }
}
