using Netra.Agents;

namespace SupportDesk.Tests.Library;

/// <summary>One customer's run reaches for another's rows, by every tool that names any.</summary>
public sealed class CrossCustomerRunTests
{
    private const string Asking = "ottilie_brandt";
    private const string Other = "tomasz_wilk";
    private const string NobodysOrder = "#W0000001";
    private const string Nobody = "nobody_at_all";

    public static TheoryData<string, string> OrderTools => new()
    {
        { "get_order_details", """{}""" },
        { "cancel_pending_order", """{"reason":"no longer needed"}""" },
        { "exchange_delivered_order_items", """{"item_ids":["1"],"new_item_ids":["2"],"payment_method_id":"x"}""" },
        { "modify_pending_order_address", """{"address1":"1 Elm","address2":"","city":"A","state":"NC","country":"USA","zip":"1"}""" },
        { "modify_pending_order_items", """{"item_ids":["1"],"new_item_ids":["2"],"payment_method_id":"x"}""" },
        { "modify_pending_order_payment", """{"payment_method_id":"x"}""" },
        { "return_delivered_order_items", """{"item_ids":["1"],"payment_method_id":"x"}""" },
    };

    [Theory]
    [MemberData(nameof(OrderTools))]
    public async Task Call_AnothersOrder_AnswersAsForAnOrderThatIsNotThereAndIsAudited(string tool, string others)
    {
        await using var host = new DeskHost(confirmChanges: false);
        var theirs = DeskHost.Data.Users[Other].Orders[0];

        var answer = await host.CallAsync(Asking, tool, With(others, "order_id", theirs));

        Assert.Equal("""agent_completed: ["Error: order not found"], agent_started,agent_thinking,agent_text,agent_completed""", answer);
        Assert.Equal(await host.CallAsync(Asking, tool, With(others, "order_id", NobodysOrder)), answer);
        Assert.Empty(host.ChangedRows);
        await AssertAuditedAsync(host, tool, times: 2);
    }

    [Theory]
    [InlineData("get_user_details", "{}")]
    [InlineData("modify_user_address", """{"address1":"1 Elm","address2":"","city":"A","state":"NC","country":"USA","zip":"1"}""")]
    public async Task Call_AnotherUser_AnswersAsForAUserWhoIsNotThereAndIsAudited(string tool, string others)
    {
        await using var host = new DeskHost(confirmChanges: false);

        var answer = await host.CallAsync(Asking, tool, With(others, "user_id", Other));

        Assert.Equal(await host.CallAsync(Asking, tool, With(others, "user_id", Nobody)), answer);
        Assert.Contains("Error: user not found", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("tool_executing", answer, StringComparison.Ordinal);
        Assert.Empty(host.ChangedRows);
        await AssertAuditedAsync(host, tool, times: 2);
    }

    [Fact]
    public async Task Call_FindAnotherByEmailOrName_FindsNobody()
    {
        await using var host = new DeskHost(confirmChanges: false);
        var theirs = DeskHost.Data.Users[Other];

        var byEmail = await host.CallAsync(Asking, "find_user_id_by_email", new { email = theirs.Email });
        var byName = await host.CallAsync(Asking, "find_user_id_by_name_zip", new { first_name = theirs.Name.FirstName, last_name = theirs.Name.LastName, zip = theirs.Address.Zip });

        Assert.All([byEmail, byName], answer => Assert.Contains("Error: user not found", answer, StringComparison.Ordinal));
        Assert.DoesNotContain(Other, byEmail + byName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OwnOrder_ReachesTheTool()
    {
        await using var host = new DeskHost(confirmChanges: false);
        var mine = DeskHost.Data.Users[Asking].Orders[0];

        var answer = await host.CallAsync(Asking, "get_order_details", new { order_id = mine });

        Assert.Contains("tool_executing,tool_completed", answer, StringComparison.Ordinal);
        Assert.Contains(mine, answer, StringComparison.Ordinal);
    }

    private static async Task AssertAuditedAsync(DeskHost host, string tool, int times)
    {
        var mine = (await host.AuditOfAsync(Asking)).Where(entry => entry.Subject == tool).ToArray();
        Assert.Equal(times, mine.Length);
        Assert.All(mine, entry => Assert.Equal(("refused", AgentErrorCodes.Denied), (entry.Decision, entry.Code)));
        Assert.Empty(await host.AuditOfAsync(Other));
    }

    private static Dictionary<string, object> With(string others, string name, string value)
    {
        var arguments = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(others)!;
        arguments[name] = value;
        return arguments;
    }
}
