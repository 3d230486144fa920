namespace SupportDesk.Agents;

/// <summary>What the desk says about itself.</summary>
public static class SupportHelp
{
    public const string Text = """
        You can ask, for example:
          what have I ordered
          where is order #W1234567
          cancel order #W1234567 because I no longer need it (or: I ordered it by mistake)
          return the kettle from order #W1234567 to my gift card
          exchange item 210001 for 210002 in order #W1234567
          pay order #W1234567 with gift_card_1234
          send order #W1234567 to 1 Elm Street, Apt 2, Springfield, IL 62701
          change my address to 1 Elm Street, Springfield, IL 62701
          what do you sell / which tents do you have
          what is 12.50 + 7.25
          my details / talk to a human
        """;

    public const string NotUnderstood = "I didn't understand that, and I did nothing. " + Text;
    public const string TooLong = "That is too long for me; please say it in one sentence. " + Text;
    public const string NothingDone = "All right, I change nothing.";

    public const string WhichOrder = "Which order? Please add its id, for example #W1234567; 'what have I ordered' lists yours.";
    public const string WhichReason = "Why do you cancel it? Please add 'because I no longer need it' "
        + "or 'because I ordered it by mistake'.";
    public const string WhichItems = "Which item for which? Please say, for example, 'exchange item 210001 for 210002 in order #W1234567'.";
    public const string WhichPayment = "How do you want to pay? Please add the payment method's id; 'my details' lists yours.";
    public const string WhichAddress = "Please give the address as street, apartment (if any), city, state and postal code: "
        + "'1 Elm Street, Apt 2, Springfield, IL 62701'.";
}
