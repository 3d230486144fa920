using GoldenPath;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

if (args is ["dot" or "mermaid"])
{
    var drawing = new ServiceCollection();
    drawing.AddNetraAgents().AddCostDesk();
    await using var host = drawing.BuildServiceProvider();
    var definition = host.GetRequiredService<IWorkflowOrchestrator>().GetDefinition(CostWorkflow.Name);
    Console.Write(args[0] == "dot" ? definition.ToDot() : definition.ToMermaid());
    return;
}

var board = BoardView.NewBoard(["triage", "data_helper", "data", "optimization", "approval", "actions", "reporting"]);
var pace = TimeSpan.FromMilliseconds(BoardView.IsWatched ? 250 : 0);

var services = new ServiceCollection();
services.AddNetraAgents().AddCostDesk().AddEventSink(board).UseMiddleware(new Pace(pace));

Served[] served;
await using (var provider = services.BuildServiceProvider())
{
    var desk = new CostDesk(provider.GetRequiredService<IWorkflowOrchestrator>(), provider.GetRequiredService<IAgentExecutionCore>());
    var serving = Task.WhenAll(SampleCustomers.All.Select(customer => desk.ServeAsync(customer.Name, customer.Usage, _ => AnswerAsync(customer.Answer), CancellationToken.None)));
    await BoardView.ShowAsync(board, [.. SampleCustomers.All.Select(customer => customer.Name)], serving);
    served = await serving;
}

// By now the host has stopped, and the board has every event.
foreach (var one in served)
{
    Console.WriteLine($"\n{one.Customer}: {one.Result.Status}{(one.Result.Error is { } error ? $" ({error.Message})" : "")}\n  {one.Report?.ReplaceLineEndings("\n  ")}");
}

// People take their time.
async ValueTask<string> AnswerAsync(string answer)
{
    await Task.Delay(pace * 6, TimeProvider.System);
    return answer;
}
