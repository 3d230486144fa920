using System.Text.Json;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Tests.Tools;

/// <summary>The rules that the recorded tasks seldom or never meet, on the sample's own shop.</summary>
public sealed class ShopRulesTests : IDisposable
{
    private readonly ShopFolder _shop = ShopFolder.OfSample();
    private readonly ShopDatabase _database;

    public ShopRulesTests() => _database = _shop.Copy();

    public void Dispose()
    {
        _database.Dispose();
        _shop.Dispose();
    }

    [Theory]
    [InlineData(
        "cancel_pending_order",
        """{"order_id":"#W4400137","reason":"no longer needed"}""",
        "non-pending order cannot be cancelled")]
    [InlineData("cancel_pending_order", """{"order_id":"#W4400100","reason":"bored"}""", "invalid reason")]
    [InlineData(
        "modify_pending_order_payment",
        """{"order_id":"#W4400137","payment_method_id":"gift_card_7101"}""",
        "non-pending order cannot be modified")]
    [InlineData(
        "modify_pending_order_payment",
        """{"order_id":"#W4400100","payment_method_id":"credit_card_7118"}""",
        "the new payment method should be different from the current one")]
    [InlineData(
        "modify_pending_order_payment",
        """{"order_id":"#W4400100","payment_method_id":"gift_card_7101"}""",
        "insufficient gift card balance to pay for the order")]
    [InlineData(
        "modify_pending_order_items",
        """{"order_id":"#W4400137","item_ids":[],"new_item_ids":[],"payment_method_id":"gift_card_7101"}""",
        "non-pending order cannot be modified")]
    [InlineData(
        "modify_pending_order_items",
        """{"order_id":"#W4400100","item_ids":["210002","210002"],"new_item_ids":["210003"],"payment_method_id":"gift_card_7101"}""",
        "210002 not found")]
    [InlineData(
        "modify_pending_order_items",
        """{"order_id":"#W4400100","item_ids":["210002"],"new_item_ids":[],"payment_method_id":"gift_card_7101"}""",
        "the number of items to be exchanged should match")]
    [InlineData(
        "modify_pending_order_items",
        """{"order_id":"#W4400100","item_ids":["210002"],"new_item_ids":["210005"],"payment_method_id":"gift_card_7101"}""",
        "new item 210005 not found or available")]
    [InlineData(
        "modify_pending_order_items",
        """{"order_id":"#W4400100","item_ids":["210002"],"new_item_ids":["250001"],"payment_method_id":"gift_card_7101"}""",
        "new item 250001 not found or available")]
    [InlineData(
        "exchange_delivered_order_items",
        """{"order_id":"#W4400100","item_ids":["210002"],"new_item_ids":["210003"],"payment_method_id":"gift_card_7101"}""",
        "non-delivered order cannot be exchanged")]
    [InlineData(
        "return_delivered_order_items",
        """{"order_id":"#W4400100","item_ids":["210002"],"payment_method_id":"gift_card_7101"}""",
        "non-delivered order cannot be returned")]
    [InlineData(
        "return_delivered_order_items",
        """{"order_id":"#W4400137","item_ids":["270001","270001","270001"],"payment_method_id":"gift_card_7101"}""",
        "some item not found")]
    [InlineData(
        "return_delivered_order_items",
        """{"order_id":"#W4400137","item_ids":["270001"],"payment_method_id":"paypal_1"}""",
        "payment method not found")]
    [InlineData(
        "modify_pending_order_address",
        """{"order_id":"#W4400137","address1":"a","address2":"","city":"c","state":"s","country":"u","zip":"z"}""",
        "non-pending order cannot be modified")]
    [InlineData("get_product_details", """{"product_id":"210001"}""", "product not found")]
    public async Task Call_AgainstARule_SaysWhichAndChangesNothing(string tool, string arguments, string expected)
    {
        Assert.Equal("Error: " + expected, await CallAsync("ottilie_brandt", tool, arguments));
        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
    }

    [Fact]
    public async Task Cancel_PaidByGiftCard_RefundsTheCardAtOnce()
    {
        await CallAsync("maren_solberg", "cancel_pending_order", """{"order_id":"#W4400840","reason":"ordered by mistake"}""");

        using var session = _database.Lease("maren_solberg");
        var order = OrderTable.Find(session, "#W4400840", default)!;
        Assert.Equal(OrderStatus.Cancelled, order.Status);
        Assert.Equal([Payment.Paid, Payment.Refunded], order.PaymentHistory.Select(payment => payment.TransactionType));
        Assert.Equal(
            60 + order.PaymentHistory[0].Amount,
            CustomerTable.Get(session, "maren_solberg", default).PaymentMethods[order.PaymentHistory[0].PaymentMethodId].Balance);
    }

    [Fact]
    public async Task ModifyPayment_Twice_IsRefusedTheSecondTime()
    {
        const string First = """{"order_id":"#W4400692","payment_method_id":"credit_card_7271"}""";
        Assert.StartsWith("{", await CallAsync("leilani_kai", "modify_pending_order_payment", First), StringComparison.Ordinal);

        Assert.Equal(
            "Error: there should be exactly one payment for a pending order",
            await CallAsync("leilani_kai", "modify_pending_order_payment", First));
        using var session = _database.Lease("leilani_kai");
        Assert.Equal(832.25m, CustomerTable.Get(session, "leilani_kai", default).PaymentMethods["gift_card_7288"].Balance);
    }

    [Fact]
    public async Task ModifyItems_OneOfTwoEqualItems_ReplacesOne()
    {
        var answer = await CallAsync(
            "rosalind_quaye",
            "modify_pending_order_items",
            """{"order_id":"#W4401062","item_ids":["210002"],"new_item_ids":["210001"],"payment_method_id":"credit_card_7373"}""");

        Assert.Equal(["210001", "210002"], ItemIds(answer));
    }

    private static IEnumerable<string> ItemIds(string order) =>
        ShopDocument.ReadOrder(order).Items.Select(item => item.ItemId);

    private async Task<string> CallAsync(string customer, string tool, string arguments)
    {
        using var session = _database.Lease(customer);
        return await ToolCaller.CallAsync(
            ShopTools.All.Single(one => one.Name == tool), JsonElement.Parse(arguments), session);
    }
}
