using System.Text.Json;
using System.Text.Json.Nodes;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Tests.Tools;

/// <summary>Every tool that takes an order or a user, asked for somebody else's.</summary>
public sealed class CrossCustomerTests : IDisposable
{
    private const string Caller = "ottilie_brandt";

    private readonly ShopFolder _shop = ShopFolder.OfSample();
    private readonly ShopDatabase _database;

    public CrossCustomerTests() => _database = _shop.Copy();

    public static TheoryData<string> OrderTools => ToolsWith("order_id");

    public static TheoryData<string> UserTools => ToolsWith("user_id");

    public void Dispose()
    {
        _database.Dispose();
        _shop.Dispose();
    }

    [Theory]
    [MemberData(nameof(OrderTools))]
    public async Task Call_SomebodyElsesOrder_AnswersAsForNoOrderAndChangesNothing(string tool)
    {
        foreach (var order in ShopData.LoadSample().Orders.Values.Where(order => order.UserId != Caller))
        {
            var arguments = Fill(tool, order);
            Assert.Equal("Error: order not found", await CallAsync(tool, arguments));
            arguments["order_id"] = "#W0000000";
            Assert.Equal("Error: order not found", await CallAsync(tool, arguments));
        }

        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
    }

    [Theory]
    [MemberData(nameof(OrderTools))]
    public async Task Call_OwnOrder_IsFound(string tool)
    {
        foreach (var order in ShopData.LoadSample().Orders.Values.Where(order => order.UserId == Caller))
            Assert.NotEqual("Error: order not found", await CallAsync(tool, Fill(tool, order)));
    }

    [Theory]
    [MemberData(nameof(UserTools))]
    public async Task Call_SomebodyElsesUser_AnswersAsForNoUserAndChangesNothing(string tool)
    {
        var order = ShopData.LoadSample().Orders.Values.First(order => order.UserId != Caller);
        var arguments = Fill(tool, order);
        Assert.Equal("Error: user not found", await CallAsync(tool, arguments));
        arguments["user_id"] = "nobody";
        Assert.Equal("Error: user not found", await CallAsync(tool, arguments));
        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));

        arguments["user_id"] = Caller;
        Assert.StartsWith("{", await CallAsync(tool, arguments), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_SomebodyElse_AnswersAsForNoUser()
    {
        foreach (var (id, user) in ShopData.LoadSample().Users)
        {
            var expected = id == Caller ? Caller : "Error: user not found";
            using var session = _database.Lease(Caller);
            Assert.Equal(expected, await FindUserIdByEmail.ExecuteAsync(user.Email, session, default));
            Assert.Equal(expected, await FindUserIdByNameZip.ExecuteAsync(
                user.Name.FirstName.ToUpperInvariant(), user.Name.LastName, user.Address.Zip, session, default));
        }
    }

    [Fact]
    public async Task Call_OwnOrderWithSomebodyElsesPaymentMethod_AnswersAsForNoMethod()
    {
        using var session = _database.Lease(Caller);
        var foreign = ShopData.LoadSample().Users.First(user => user.Key != Caller).Value.PaymentMethods.Keys.First();

        var answer = await ModifyPendingOrderPayment.ExecuteAsync("#W4400100", foreign, session, default);

        Assert.Equal("Error: payment method not found", answer);
    }

    private static TheoryData<string> ToolsWith(string parameter) =>
        [.. ShopTools.All.Where(tool => Properties(tool).ContainsKey(parameter)).Select(tool => tool.Name)];

    private static JsonObject Properties(ShopTool tool) => JsonNode.Parse(tool.ParametersSchema)!["properties"]!.AsObject();

    // Everything about the call is right except whose order or account it is.
    private static JsonObject Fill(string tool, Order order)
    {
        var arguments = new JsonObject();
        foreach (var (name, _) in Properties(ShopTools.All.Single(one => one.Name == tool)))
        {
            arguments[name] = name switch
            {
                "order_id" => order.OrderId,
                "user_id" => order.UserId,
                "item_ids" or "new_item_ids" => new JsonArray(order.Items[0].ItemId),
                "payment_method_id" => order.PaymentHistory[0].PaymentMethodId,
                "reason" => "no longer needed",
                _ => "1 Elm Street",
            };
        }

        return arguments;
    }

    private async Task<string> CallAsync(string tool, JsonObject arguments)
    {
        using var session = _database.Lease(Caller);
        return await ToolCaller.CallAsync(
            ShopTools.All.Single(one => one.Name == tool), JsonSerializer.SerializeToElement(arguments), session);
    }
}
