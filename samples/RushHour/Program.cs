using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Agents;
using RushHour;

// Three customers at once: one floods the desk, one pays for more, one just asks. Then the host stops in the midst of it.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton(new Waits(TimeProvider.System));

// readme:many-users
builder.Services.AddNetraAgents(options =>
    {
        options.Scheduling.Turns = TurnMode.Enqueue;
        options.Scheduling.MaxRuns = 8;
        options.Scheduling.MaxRunsPerOwner = 6;
        options.Scheduling.ClassOf = Plans.ClassOf;
        options.Budgets.PerOwner = new BudgetLimits { Money = 2.00m };
        options.Budgets.PerRun = new BudgetLimits { ModelTokens = 5_000, ToolCalls = 10 };
    })
    .AddAgent<Answerer>("answers")
    .AddRateLimits(limits => limits.Runs = _ => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 350, Window = TimeSpan.FromMinutes(1) }))
    .UseAgentBreakers()
    .AddDrain(drain => drain.Grace = TimeSpan.FromSeconds(2));
// readme:end

using var host = builder.Build();
await host.StartAsync();
var (core, waits) = (host.Services.GetRequiredService<IAgentExecutionCore>(), host.Services.GetRequiredService<Waits>());

var flood = Enumerable.Range(0, 400).Select(i => AskAsync("flood", $"question {i}")).ToArray();
var gold = Enumerable.Range(0, 40).Select(i => AskAsync("gold", $"question {i}")).ToArray();
var plain = Enumerable.Range(0, 10).Select(i => AskAsync("plain", $"question {i}")).ToArray();
await Task.WhenAll(gold);
await Task.WhenAll(plain);
var left = flood.Count(task => !task.IsCompleted);
await Task.WhenAll(flood);

foreach (var (user, runs) in new[] { ("flood", flood), ("gold", gold), ("plain", plain) })
{
    var results = runs.Select(run => run.Result).GroupBy(result => result.Error?.Code ?? "answered").OrderBy(same => same.Key, StringComparer.Ordinal);
    Console.WriteLine($"{user,-6} {string.Join(", ", results.Select(same => $"{same.Count()} {same.Key}")),-52} waited {waits.MedianOf(user).TotalMilliseconds:F0} ms, at most {waits.LongestOf(user).TotalMilliseconds:F0} ms");
}

Console.WriteLine($"When the others had all their answers, {left} of the flood's runs were not done.");

// readme:operator
var operators = host.Services.GetRequiredService<IRunOperator>();
var last = AskAsync("late", "a question as the lights go out");
Console.WriteLine($"Live: {string.Join(", ", operators.List(RunsOf.Everybody, new RunFilter { Phase = RunPhase.Live }).Select(run => $"{run.AgentName} ({run.Status})"))}");
// readme:end

await host.StopAsync();
Console.WriteLine($"The host stopped; the last run: {(await last).Status}.");

async Task<AgentExecutionResult> AskAsync(string user, string question)
{
    var context = UserExecutionContext.FromRequest(new UserId(user), ThreadId.New());
    waits.Asked(context.RunId);
    return await core.ExecuteAsync("answers", context, question);
}
