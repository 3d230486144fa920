namespace SupportDesk.Tests.Library;

/// <summary>Customers talk to the rule-based agent.</summary>
public sealed class ConversationTests
{
    private const string Ottilie = "ottilie_brandt";
    private const string Tomasz = "tomasz_wilk";
    private const string PendingOrder = "#W4400100";

    [Theory]
    [InlineData("where is my order #W4400100", "Order #W4400100 is pending: Rain Jacket, Bike Light.")]
    [InlineData("where is order #W4400211", "I can't do that: order not found.")]
    [InlineData("where is order #W0000001", "I can't do that: order not found.")]
    [InlineData("what is 12.50 + 7.25", "12.50 + 7.25 = 19.75")]
    public async Task Say_Question_Answers(string question, string answer)
    {
        await using var host = new DeskHost(confirmChanges: true);

        Assert.Equal(answer, await host.SayAsync(Ottilie, question));
    }

    [Theory]
    [InlineData("what have I ordered", "#W4400137")]
    [InlineData("my details", "gift_card_7101")]
    [InlineData("what do you sell", "rain jacket")]
    [InlineData("help", "cancel order")]
    [InlineData("talk to a human", "colleague")]
    [InlineData("sing me a song about pans", "I didn't understand")]
    [InlineData("cancel my order", "Which order?")]
    public async Task Say_Question_AnswersWith(string question, string part)
    {
        await using var host = new DeskHost(confirmChanges: true);

        Assert.Contains(part, await host.SayAsync(Ottilie, question), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(host.ChangedRows);
    }

    [Fact]
    public async Task Say_CancelItAfterTracking_CancelsThatOrderAfterAYes()
    {
        await using var host = new DeskHost(confirmChanges: true);
        await host.SayAsync(Ottilie, $"where is my order {PendingOrder}");

        var answer = await host.SayAsync(Ottilie, "cancel it because I no longer need it");

        Assert.Equal($"Order {PendingOrder} is cancelled; the refund is on its way.", answer);
        Assert.Contains(host.ChangedRows, row => row.Table == "orders" && row.Id == PendingOrder);
    }

    [Fact]
    public async Task Say_CancelAndNo_ChangesNothing()
    {
        await using var host = new DeskHost(confirmChanges: true);

        var answer = await host.SayAsync(Ottilie, $"cancel order {PendingOrder} because I no longer need it", approve: false);

        Assert.Equal("All right, I change nothing.", answer);
        Assert.Empty(host.ChangedRows);
    }

    [Fact]
    public async Task Say_SameThreadIdOfAnotherCustomer_SharesNoMemory()
    {
        await using var host = new DeskHost(confirmChanges: true);
        await host.SayAsync(Ottilie, $"where is my order {PendingOrder}", thread: "shared");

        var answer = await host.SayAsync(Tomasz, "cancel it because I no longer need it", thread: "shared");

        Assert.StartsWith("Which order?", answer, StringComparison.Ordinal);
        Assert.Empty(host.ChangedRows);
    }

    [Fact]
    public async Task Say_OtherThread_DoesNotRemember()
    {
        await using var host = new DeskHost(confirmChanges: true);
        await host.SayAsync(Ottilie, $"where is my order {PendingOrder}", thread: "one");

        Assert.StartsWith("Which order?", await host.SayAsync(Ottilie, "cancel it because I no longer need it", thread: "two"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_ChangeAddress_ChangesOwnRowOnly()
    {
        await using var host = new DeskHost(confirmChanges: true);

        await host.SayAsync(Ottilie, "change my address to 1 Elm Street, Apt 2, Springfield, IL 62701");

        var row = Assert.Single(host.ChangedRows);
        Assert.Equal(("users", Ottilie), (row.Table, row.Id));
    }

    [Fact]
    public async Task Say_ReturnByName_ReturnsThatItem()
    {
        await using var host = new DeskHost(confirmChanges: true);

        var answer = await host.SayAsync(Ottilie, "return the pan from order #W4400137");

        Assert.StartsWith("Please send the item back", answer, StringComparison.Ordinal);
        Assert.Contains("return requested", Assert.Single(host.ChangedRows).Document, StringComparison.Ordinal);
    }
}
