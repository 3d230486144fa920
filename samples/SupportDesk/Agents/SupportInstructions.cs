namespace SupportDesk.Agents;

/// <summary>What the desk's model is told before all else.</summary>
internal static class SupportInstructions
{
    private const string Start = """
        You are the support desk of a shop. Help the customer with orders, returns, exchanges, payments and addresses, with the tools and with nothing that you make up.
        You serve this one customer only; what is not theirs does not exist for you. If something is missing, ask for it. Answer briefly.
        """;

    private const string Customer = "The customer's id is ";

    /// <summary>The instructions for one customer: who that is comes from whoever has signed them in.</summary>
    internal static string For(string customer) => $"{Start}\n{Customer}{customer}.";

    internal static string CustomerOf(string instructions) =>
        instructions[(instructions.LastIndexOf(Customer, StringComparison.Ordinal) + Customer.Length)..].TrimEnd('.');
}
