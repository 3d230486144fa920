using SupportDesk.Agents;
using SupportDesk.Data;

namespace SupportDesk.Tests.Agents;

public sealed class SupportIntentParserTests
{
    private static readonly Address Elm = new("1 Elm Street", "Apt 2", "Springfield", "USA", "IL", "62701");

    public static TheoryData<string, SupportIntent> Phrases => new()
    {
        { "where is my order #W4400100", new TrackOrder("#W4400100") },
        { "Where is order w4400100?", new TrackOrder("#W4400100") },
        { "status of #W4400100 please", new TrackOrder("#W4400100") },
        { "#W4400100", new TrackOrder("#W4400100") },
        { "has order #W4400100 been cancelled?", new TrackOrder("#W4400100") },
        { "where is my refund for #W4400100", new TrackOrder("#W4400100") },
        { "When will I get my return of #W4400100 refunded", new TrackOrder("#W4400100") },
        { "where is my order", new ListOrders() },
        { "what have I ordered", new ListOrders() },
        { "What have I ordered?", new ListOrders() },
        { "what did I buy last week", new ListOrders() },
        { "list my orders", new ListOrders() },
        { "show me my orders", new ListOrders() },
        { "cancel order #W4400100 because I no longer need it", new CancelOrder("#W4400100", "no longer needed") },
        { "please cancel W4400100, I changed my mind", new CancelOrder("#W4400100", "no longer needed") },
        { "Cancel #W4400100 because I don’t need it anymore", new CancelOrder("#W4400100", "no longer needed") },
        { "cancel #W4400100: no longer needed", new CancelOrder("#W4400100", "no longer needed") },
        { "I'd like to cancel #W4400100, I ordered it by mistake", new CancelOrder("#W4400100", "ordered by mistake") },
        { "cancel #W4400100, it was an accident", new CancelOrder("#W4400100", "ordered by mistake") },
        { "cancel #W4400100", new Incomplete(SupportHelp.WhichReason) },
        { "cancel #W4400100 because of the weather", new Incomplete(SupportHelp.WhichReason) },
        { "cancel my order because I no longer need it", new Incomplete(SupportHelp.WhichOrder) },
        { "return the kettle from order #W4400100", new ReturnItems("#W4400100", "the kettle", null) },
        { "return the cast iron pan in #W4400100 to my gift card", new ReturnItems("#W4400100", "the cast iron pan", "gift_card") },
        { "send back 270001 from #W4400137 to gift_card_7101", new ReturnItems("#W4400137", "270001", "gift_card_7101") },
        { "return everything in order #W4400100", new ReturnItems("#W4400100", null, null) },
        { "I want to return order #W4400100", new ReturnItems("#W4400100", null, null) },
        { "return the kettle", new Incomplete(SupportHelp.WhichOrder) },
        { "exchange item 210001 for 210002 in order #W4400100", new SwapItem("#W4400100", "210001", "210002", null) },
        {
            "swap 210001 for 210002 in #W4400100 using credit_card_7118",
            new SwapItem("#W4400100", "210001", "210002", "credit_card_7118")
        },
        { "exchange the jacket in #W4400100", new Incomplete(SupportHelp.WhichItems) },
        { "exchange 210001 for 210002", new Incomplete(SupportHelp.WhichOrder) },
        { "pay order #W4400100 with gift_card_7101", new ChangePayment("#W4400100", "gift_card_7101") },
        { "change the payment of #W4400100 to PayPal_77", new ChangePayment("#W4400100", "paypal_77") },
        { "pay order #W4400100 differently", new Incomplete(SupportHelp.WhichPayment) },
        { "change my address to 1 Elm Street, Apt 2, Springfield, IL 62701", new ChangeOwnAddress(Elm) },
        { "I moved to 1 Elm Street, Springfield, IL 62701.", new ChangeOwnAddress(Elm with { Address2 = "" }) },
        { "update my address: 1 Elm Street, Springfield, il 62701, USA", new ChangeOwnAddress(Elm with { Address2 = "" }) },
        { "send order #W4400100 to 1 Elm Street, Apt 2, Springfield, IL 62701", new ChangeOrderAddress("#W4400100", Elm) },
        { "change the address of #W4400100 to 1 Elm Street, Apt 2, Springfield, IL 62701", new ChangeOrderAddress("#W4400100", Elm) },
        { "ship my order to 1 Elm Street, Apt 2, Springfield, IL 62701", new Incomplete(SupportHelp.WhichOrder) },
        { "change my address to the moon", new Incomplete(SupportHelp.WhichAddress) },
        { "change my address", new Incomplete(SupportHelp.WhichAddress) },
        { "what is my address", new ShowProfile() },
        { "my details", new ShowProfile() },
        { "who am I?", new ShowProfile() },
        { "what do you sell", new ListProducts() },
        { "show me all products", new ListProducts() },
        { "which tents do you have", new ShowProduct("tents") },
        { "do you have a record player?", new ShowProduct("record player") },
        { "tell me about the concert ukulele", new ShowProduct("concert ukulele") },
        { "what is 12.50 + 7.25", new WorkOut("12.50 + 7.25") },
        { "calculate (2 + 3) * 4 =", new WorkOut("(2 + 3) * 4") },
        { "talk to a human", new TalkToHuman("talk to a human") },
        { "can I  speak with a real person please", new TalkToHuman("can I speak with a real person please") },
        { "agent!", new TalkToHuman("agent!") },
        { "help", new ShowHelp() },
        { "Hello!", new ShowHelp() },
        { "what can you do?", new ShowHelp() },
        { "don't cancel #W4400100", new Unknown("don't cancel #W4400100", SupportHelp.NothingDone) },
        { "I do not want to return #W4400100", new Unknown("I do not want to return #W4400100", SupportHelp.NothingDone) },
        { "sing me a song", new Unknown("sing me a song", SupportHelp.NotUnderstood) },
        { "", new Unknown("", SupportHelp.NotUnderstood) },
        { "W12", new Unknown("W12", SupportHelp.NotUnderstood) },
    };

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Parse_Sentence_IsTheIntent(string sentence, SupportIntent expected) =>
        Assert.Equal(expected, SupportIntentParser.Parse(sentence));

    [Fact]
    public void Parse_VeryLongText_IsRefusedUnread() =>
        Assert.Equal(SupportHelp.TooLong, Assert.IsType<Unknown>(SupportIntentParser.Parse(new string('a', 501))).Answer);

    [Fact]
    public void Family_IsClosed()
    {
        var constructors = typeof(SupportIntent).GetConstructors(
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public);

        Assert.DoesNotContain(constructors, constructor =>
            constructor.GetParameters().Length == 0 && (constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly));
        Assert.All(
            typeof(SupportIntent).Assembly.GetTypes().Where(type => type.BaseType == typeof(SupportIntent)),
            type => Assert.True(type.IsSealed));
    }
}
