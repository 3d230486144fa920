using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Benchmarks;

/// <summary>What one owner with thousands of queued runs does to the others: how long theirs take, in quiet and in the flood.</summary>
internal static class Flood
{
    private const int Others = 20;
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(20);

    internal static async Task PrintAsync(int flood, int runsOfEach)
    {
        // Slots for both at once; and no slot but what the flood leaves when its turn is over.
        await PrintAsync("slots for all", flood, runsOfEach, all: 200);
        await PrintAsync("too few slots", flood, runsOfEach, all: 100);
    }

    private static async Task PrintAsync(string what, int flood, int runsOfEach, int all)
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options => (options.Scheduling.MaxRuns, options.Scheduling.MaxRunsPerOwner, options.Scheduling.MaxWaitingRunsPerOwner) = (all, 100, 20_000))
            .AddAgent("works", async (_, cancellationToken) =>
            {
                await Task.Delay(Work, TimeProvider.System, cancellationToken);
                return AgentOutput.FromText("done");
            });
        await using var provider = services.BuildServiceProvider();
        var core = provider.GetRequiredService<IAgentExecutionCore>();
        await OthersAsync(core, runsOfEach / 4);
        var quiet = await OthersAsync(core, runsOfEach);
        var flooding = Enumerable.Range(0, flood).Select(_ => RunAsync(core, "flood")).ToArray();
        var flooded = await OthersAsync(core, runsOfEach);
        var left = flooding.Count(task => !task.IsCompleted);
        provider.GetRequiredService<IRunOperator>().Halt();
        await Task.WhenAll(flooding);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"flood of {flood:N0} runs, {what} ({all}; 100 an owner): {Others} others' runs of 20 ms take {At(quiet, 0.5):F1} ms (p99 {At(quiet, 0.99):F1}) in quiet, {At(flooded, 0.5):F1} ms (p99 {At(flooded, 0.99):F1}) in the flood: p99 x {At(flooded, 0.99) / At(quiet, 0.99):F2}; {left:N0} of the flood still waited at the end"));
    }

    private static async Task<double[]> OthersAsync(IAgentExecutionCore core, int runs)
    {
        var took = await Task.WhenAll(Enumerable.Range(0, Others).Select(other => Task.Run(async () =>
        {
            var times = new double[runs];
            for (var i = 0; i < runs; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await RunAsync(core, $"other {other}");
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            return times;
        })));
        return [.. took.SelectMany(times => times).Order()];
    }

    private static Task RunAsync(IAgentExecutionCore core, string user) =>
        core.ExecuteAsync("works", UserExecutionContext.FromRequest(new UserId(user), ThreadId.New()), "question").AsTask();

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
