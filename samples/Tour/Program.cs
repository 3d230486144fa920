using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using Tour;

var services = new ServiceCollection();

// readme:register
services.AddSingleton<OrderBook>();
services.AddNetraAgents()
    .AddAgent<OrderAgent>("orders")
    .AddTool("get_order", "One of the customer's own orders",
        (string order_id, UserExecutionContext caller, OrderBook book) => book.Find(caller.Owner, order_id),
        tool => tool.RequirePermission("orders.read").WithEffect(ToolEffect.Pure).WithTimeout(TimeSpan.FromSeconds(5)));
// readme:end

await using var provider = services.BuildServiceProvider();
var core = provider.GetRequiredService<IAgentExecutionCore>();

// readme:identity
var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New(), Grants.Of("orders.read"));
// readme:end

// readme:stream
await foreach (var item in core.StreamAsync("orders", alice, "A-1"))
{
    Console.WriteLine(item switch
    {
        AgentThinking thinking => $"… {thinking.Text}",
        ToolExecuting tool => $"→ {tool.ToolName}",
        ToolCompleted tool => $"← {tool.ToolName}: {(tool.Error is null ? "ok" : tool.Error.Code)}",
        AgentText text => text.Text,
        AgentTerminalEvent end => $"■ {end.WireName}",
        _ => $"· {item.WireName}",
    });
}
// readme:end

// readme:connection
var connections = provider.GetRequiredService<IConnectionExecutor>();
var phone = new AgentConnection(new ConnectionId("phone"), new Owner(new UserId("alice")), new ConsoleSink("phone"), Grants.Of("orders.read"));
var response = await connections.ExecuteAsync(phone, """{"type":"run","agent":"orders","input":"A-2"}"""u8.ToArray());

var laptop = new AgentConnection(new ConnectionId("laptop"), new Owner(new UserId("alice")), new ConsoleSink("laptop"));
await connections.ExecuteAsync(laptop, Encoding.UTF8.GetBytes($$"""{"type":"resume","run_id":"{{response.RunId}}","after_sequence":3}"""));
// readme:end

// Bob has the right run id and gets what everybody gets for a run that never was.
var bob = new AgentConnection(new ConnectionId("phone"), new Owner(new UserId("bob")), new ConsoleSink("bob"), Grants.Of("orders.read"));
var refused = await connections.ExecuteAsync(bob, Encoding.UTF8.GetBytes($$"""{"type":"resume","run_id":"{{response.RunId}}"}"""));
Console.WriteLine($"bob: {refused.Error!.Code}");
