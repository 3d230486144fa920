using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

var services = new ServiceCollection();
services.AddNetraAgents()
    .AddAgent("greeter", (execution, cancellationToken) => AgentOutput.FromText($"Hello, {execution.Input.Text}!"));
await using var provider = services.BuildServiceProvider();

var core = provider.GetRequiredService<IAgentExecutionCore>();
var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
var result = await core.ExecuteAsync("greeter", alice, "world");
Console.WriteLine(result.EnsureSuccess().Text);
