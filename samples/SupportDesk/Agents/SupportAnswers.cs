namespace SupportDesk.Agents;

/// <summary>What a sentence asks for, in words that answer it.</summary>
internal static class SupportAnswers
{
    internal static async ValueTask<string> AnswerAsync(SupportDeskCalls desk, SupportIntent intent) => intent switch
    {
        TrackOrder track => await SupportOrders.TrackAsync(desk, track.OrderId),
        ListOrders => await SupportOrders.ListAsync(desk),
        CancelOrder cancel => SupportWords.Changed(
            await desk.CallAsync("cancel_pending_order", ("order_id", cancel.OrderId), ("reason", cancel.Reason)), $"Order {cancel.OrderId} is cancelled; the refund is on its way."),
        ReturnItems back => await SupportOrders.ReturnAsync(desk, back),
        SwapItem swap => await SupportOrders.SwapAsync(desk, swap),
        ChangePayment pay => SupportWords.Changed(
            await desk.CallAsync("modify_pending_order_payment", ("order_id", pay.OrderId), ("payment_method_id", pay.PaymentMethodId)), $"Order {pay.OrderId} is paid with {pay.PaymentMethodId}."),
        ChangeOrderAddress move => SupportWords.Changed(
            await desk.CallAsync("modify_pending_order_address", [("order_id", move.OrderId), .. SupportWords.Parts(move.Address)]), $"Order {move.OrderId} goes to {move.Address.Address1}."),
        ChangeOwnAddress own => SupportWords.Changed(
            await desk.CallAsync("modify_user_address", [("user_id", desk.CallerId), .. SupportWords.Parts(own.Address)]), $"Your address is {own.Address.Address1} now."),
        ShowProfile => SupportWords.Profile(await desk.CallAsync("get_user_details", ("user_id", desk.CallerId))),
        ListProducts => SupportWords.Products(await desk.CallAsync("list_all_product_types")),
        ShowProduct product => await SupportOrders.ShowProductAsync(desk, product.Name),
        WorkOut sum => SupportWords.Sum(await desk.CallAsync("calculate", ("expression", sum.Expression)), sum.Expression),
        TalkToHuman human => SupportWords.Changed(await desk.CallAsync("transfer_to_human_agents", ("summary", human.Summary)), "I hand you over to a colleague."),
        Incomplete incomplete => incomplete.Question,
        Unknown unknown => unknown.Answer,
        _ => SupportHelp.Text,
    };
}
