using System.ComponentModel;
using Netra.Agents;

namespace ChatAgent;

// readme:tools
internal sealed class OrderTools(OrderBook book)
{
    [AgentTool("find_order", Permission = "orders.read", Effect = ToolEffect.Pure)]
    [Description("One of the customer's own orders.")]
    public Parcel? Find([Description("Its number, such as A-1.")] string orderId, UserExecutionContext caller) => book.Find(caller.Owner, orderId);
}
// readme:end
