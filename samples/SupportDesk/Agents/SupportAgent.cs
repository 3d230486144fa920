using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>Answers a customer's typed question by rules: what a sentence asks for, the tools that do it, and the answer in words.</summary>
public sealed class SupportAgent : IAgent
{
    private const string LastOrder = "last_order";

    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var desk = new SupportDeskCalls(execution, cancellationToken);
        var intent = await UnderstandAsync(execution, cancellationToken);
        var answer = await AnswerAsync(desk, intent);
        if (SupportOrders.OrderOf(intent) is { } order && !answer.StartsWith("I can't", StringComparison.Ordinal))
        {
            await execution.State.SetAsync(StateScope.Thread, LastOrder, order, cancellationToken);
        }

        foreach (var word in answer.Split(' '))
        {
            execution.Events.Text(word + " ");
        }

        return AgentOutput.FromText(answer);
    }

    /// <summary>"Cancel it" means the order that the conversation was about.</summary>
    private static async ValueTask<SupportIntent> UnderstandAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var said = execution.Input.Text;
        var intent = SupportIntentParser.Parse(said);
        if (intent is Incomplete { Question: SupportHelp.WhichOrder } && await execution.State.GetAsync(StateScope.Thread, LastOrder, cancellationToken) is { } last)
        {
            intent = SupportIntentParser.Parse($"{said} order {last.Value.AsString()}");
        }

        return intent;
    }

    private static async ValueTask<string> AnswerAsync(SupportDeskCalls desk, SupportIntent intent) => intent switch
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
