namespace SupportDesk.Terminal;

/// <summary>What the table shows of one customer. Written by the customer's own connection, read by the painter.</summary>
internal sealed class Row(string customer)
{
    internal string Customer { get; } = customer;
    internal volatile string Asks = "";
    internal volatile string Now = "waits";
    internal volatile bool Done;
    internal int Events;
}
