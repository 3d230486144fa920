using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.LoadTests;

/// <summary>What a run holds while it waits: the heap after a full collection with many of them, less the heap before.</summary>
internal static class LiveBytes
{
    internal const int Runs = 10_000;

    private const int Users = 2_000;
    private const string Agent = "waits";

    /// <summary>A bare task, a run, and a run with a reader; each with its context, in bytes.</summary>
    internal static async Task<(double Task, double Run, double Read)> MeasureAsync()
    {
        // Five runs a user, however many users the replay has: a host limits what one may have at once.
        var users = new ZipfUsers(Users);
        return (
            await MeasureAsync(users, static (_, waiting, _) => waiting.WaitAsync()),
            await MeasureAsync(users, static (core, _, context) => core.ExecuteAsync(Agent, context, "question").AsTask()),
            await MeasureAsync(users, static (core, _, context) => ReadAsync(core, context)));
    }

    private static async Task<double> MeasureAsync(ZipfUsers users, Func<IAgentExecutionCore, WaitingAgents, UserExecutionContext, Task> begin)
    {
        // The first round pays for what is made once.
        await RoundAsync(users, begin, 100);
        return await RoundAsync(users, begin, Runs) / Runs;
    }

    private static async Task<double> RoundAsync(ZipfUsers users, Func<IAgentExecutionCore, WaitingAgents, UserExecutionContext, Task> begin, int runs)
    {
        var waiting = new WaitingAgents(runs);
        var services = new ServiceCollection();
        services.AddNetraAgents().AddAgent(Agent, async (_, _) =>
        {
            await waiting.WaitAsync();
            return AgentOutput.FromText("ok");
        });
        await using var provider = services.BuildServiceProvider();
        var core = provider.GetRequiredService<IAgentExecutionCore>();
        var tasks = new Task[runs];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < runs; i++)
        {
            tasks[i] = begin(core, waiting, UserExecutionContext.FromRequest(users.InTurn(i), ThreadId.New()));
        }

        await waiting.Arrived;
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        waiting.Release();
        await Task.WhenAll(tasks);
        return live;
    }

    private static async Task ReadAsync(IAgentExecutionCore core, UserExecutionContext context)
    {
        await foreach (var item in core.StreamAsync(Agent, context, "question"))
        {
            GC.KeepAlive(item);
        }
    }
}
