using ForeignAgents;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

// readme:register
var services = new ServiceCollection();
services.AddNetraAgents()
    .AddAIAgent("notes", _ => new NoteTaker(), options =>
    {
        options.TokenEstimate = 500;
        options.Timeouts = new AgentTimeouts { Idle = TimeSpan.FromMinutes(2) };
    })
    .AddAgent("greeter", (execution, cancellationToken) => AgentOutput.FromText($"Hello, {execution.Context.UserId}!"));
// readme:end

await using var provider = services.BuildServiceProvider();
var core = provider.GetRequiredService<IAgentExecutionCore>();
var (alice, bob) = (new Owner(new UserId("alice")), new Owner(new UserId("bob")));
var thread = new ThreadId("monday");

// The session is found by who asks and in which thread: bob's thread of the same name is another one.
foreach (var (owner, note) in new[] { (alice, "milk"), (bob, "nails"), (alice, "bread") })
{
    var result = await core.ExecuteAsync("notes", UserExecutionContext.FromRequest(owner, thread), note);
    Console.WriteLine($"{owner.UserId}:\n{result.EnsureSuccess().Text}");
}

// readme:back
NetraAIAgent greeter = core.AsAIAgent("greeter");
NetraAgentSession session = greeter.CreateSession(alice, thread, Grants.Of("orders.read"));
AgentResponse response = await greeter.RunAsync("Good morning.", session);

var stored = await greeter.SerializeSessionAsync(session);
session = greeter.DeserializeSession(stored, alice, Grants.Of("orders.read"));
// readme:end
Console.WriteLine(response.Text);

try
{
    greeter.DeserializeSession(stored, bob);
}
catch (InvalidOperationException refused)
{
    Console.WriteLine(refused.Message);
}
