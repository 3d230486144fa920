using ChatAgent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

var services = new ServiceCollection();
services.AddSingleton<OrderBook>();

// Any IChatClient; this one needs no key. samples/SupportDesk chooses between OpenAI, Ollama and rules.
services.AddSingleton<IChatClient, CounterModel>();

// readme:register
services.AddNetraAgents()
    .AddChatAgent("support", "You help the customers of a shop.")
    .AddToolsFrom<OrderTools>();
// readme:end

// readme:functions
services.AddNetraAgents()
    .AddTools([AIFunctionFactory.Create(() => TimeProvider.System.GetUtcNow().ToString("t"), "time_of_day", "The time.")],
        tool => tool with { RequiredPermission = "clock.read", Effect = ToolEffect.Pure });
// readme:end

// readme:options
services.AddNetraAgents()
    .AddChatAgent("careful", "You help the customers of a shop.", chat =>
    {
        chat.Tools = ["find_order"];
        chat.HistoryTurns = 6;
        chat.MaxRounds = 4;
        chat.ModelTimeout = TimeSpan.FromSeconds(30);
        chat.ChatOptions = new ChatOptions { Temperature = 0, MaxOutputTokens = 400 };
    });
// readme:end

// readme:foreign
services.AddNetraAgents()
    .AddAgent("foreign-loop", async (execution, cancellationToken) =>
    {
        var functions = await execution.GetFunctionsAsync(cancellationToken: cancellationToken);
        using var loop = new FunctionInvokingChatClient(new CounterModel());
        var response = await loop.GetResponseAsync(execution.Input.Text, new ChatOptions { Tools = [.. functions] }, cancellationToken);
        return AgentOutput.FromText(response.Text);
    });
// readme:end

await using var provider = services.BuildServiceProvider();
var core = provider.GetRequiredService<IAgentExecutionCore>();
foreach (var user in new[] { "alice", "bob" })
{
    foreach (var question in new[] { "Where is A-1?", "And what did I ask?" })
    {
        var context = UserExecutionContext.FromRequest(new UserId(user), new ThreadId("monday"), Grants.Of("orders.read"));
        Console.Write($"{user}: {question} ");
        await foreach (var item in core.StreamAsync("support", context, question))
        {
            Console.Write(item switch { ToolExecuting tool => $"[{tool.ToolName}] ", AgentText text => text.Text, AgentTerminalEvent => "\n", _ => "" });
        }
    }
}

var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New(), Grants.Of("orders.read"));
// readme:typed
var result = await core.RunAsync<Parcel>("support", alice, "Where is A-1?");
Parcel parcel = result.EnsureSuccess();
// readme:end
Console.WriteLine($"As a value: {parcel}");

var foreign = UserExecutionContext.FromRequest(new UserId("bob"), ThreadId.New(), Grants.Of("orders.read"));
Console.WriteLine($"From another loop: {(await core.ExecuteAsync("foreign-loop", foreign, "Where is A-1?")).EnsureSuccess().Text}");
