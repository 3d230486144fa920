namespace SupportDesk.Tools;

/// <summary>
/// The shop's sixteen tools, with the names, parameters and behaviour of the retail domain of tau-bench (Sierra, MIT);
/// words and code are our own.
/// </summary>
public static class ShopTools
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ShopTool> All { get; } =
    [
        Calculate.Tool,
        CancelPendingOrder.Tool,
        ExchangeDeliveredOrderItems.Tool,
        FindUserIdByEmail.Tool,
        FindUserIdByNameZip.Tool,
        GetOrderDetails.Tool,
        GetProductDetails.Tool,
        GetUserDetails.Tool,
        ListAllProductTypes.Tool,
        ModifyPendingOrderAddress.Tool,
        ModifyPendingOrderItems.Tool,
        ModifyPendingOrderPayment.Tool,
        ModifyUserAddress.Tool,
        ReturnDeliveredOrderItems.Tool,
        Think.Tool,
        TransferToHumanAgents.Tool,
    ];
}
