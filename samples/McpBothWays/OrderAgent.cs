using Netra.Agents;

namespace McpBothWays;

internal sealed class OrderAgent : IAgent
{
    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var order = await execution.Tools.DispatchAsync("shop_find_order", ContextValue.Map(("order_id", execution.Input)), cancellationToken);
        return AgentOutput.FromText(order.EnsureSuccess().Text);
    }
}
