using Netra.Agents;

namespace Tour;

// readme:agent
internal sealed class OrderAgent : IAgent
{
    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        execution.Events.Thinking("Looking up the order");
        var order = await execution.Tools.DispatchAsync("get_order", new { order_id = execution.Input.Text }, cancellationToken);
        if (!order.Succeeded || order.Output.IsNull)
        {
            return AgentOutput.FromText("I can't find that order.");
        }

        await execution.State.SetAsync(StateScope.Thread, "last_order", order.Output, cancellationToken);
        execution.Events.Text($"Your order is {order.Output.Text}.");
        return AgentOutput.FromValue(order.Output);
    }
}
// readme:end
