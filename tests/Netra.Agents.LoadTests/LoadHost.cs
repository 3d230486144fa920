using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.LoadTests;

/// <summary>The library as an application would set it up, with the agent and the tools of the load.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    internal const string Agent = "chat";

    private const string Nothing = "nothing";

    private readonly ServiceProvider _provider;
    private readonly Findings _findings;
    private readonly TimeSpan _retention;

    internal LoadHost(Pace pace, Findings findings)
    {
        (_findings, _retention) = (findings, pace.Retention);
        Runs = new LiveRuns();
        var tools = new LoadTools(Runs, findings, pace);
        var services = new ServiceCollection();
        services.AddSingleton(Runs).AddSingleton(findings).AddSingleton(pace);
        services.AddNetraAgents(options =>
            {
                // The limits that are not the defaults. Ended runs are let go of as much sooner as everything else is faster.
                // A fifth of all runs are one user's: within that time it has more runs than a person would, all of which
                // must still be there for those that come back, and more tool calls at once when the speed is high.
                options.RunRetention = pace.Retention;
                options.RetainedRunsPerOwner = 10_000;
                options.MaxToolCallsPerOwner = 1_024;
            })
            .AddAgent<LoadAgent>(Agent)
            .AddAgent(Nothing, static (_, _) => AgentOutput.FromText("ok"))
            .AddTool(Definition(LoadTools.LookUp, ToolEffect.Pure, null), tools.WorkAsync)
            .AddTool(Definition(LoadTools.Change, ToolEffect.AtMostOnce, null), tools.WorkAsync)
            .AddTool(Definition(LoadTools.Stuck, ToolEffect.AtMostOnce, pace.StuckToolTimeout), (invocation, _) => tools.HangAsync(invocation));
        _provider = services.BuildServiceProvider();
        Core = _provider.GetRequiredService<IAgentExecutionCore>();
    }

    internal IAgentExecutionCore Core { get; }

    internal LiveRuns Runs { get; }

    /// <summary>Runs one more, and waits until it can't be read any more: by then the host has let go of all before it.</summary>
    internal async Task UntilLetGoAsync()
    {
        var context = UserExecutionContext.FromRequest(new UserId("the last one"), ThreadId.New());
        await Core.ExecuteAsync(Nothing, context, "question");
        var began = TimeProvider.System.GetTimestamp();
        while (await IsThereAsync(context))
        {
            if (TimeProvider.System.GetElapsedTime(began) > _retention * 10)
            {
                _findings.WrongOutcome("an ended run is still there long after its time");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private async Task<bool> IsThereAsync(UserExecutionContext context)
    {
        try
        {
            await foreach (var item in Core.SubscribeAsync(context, context.RunId))
            {
                GC.KeepAlive(item);
            }

            return true;
        }
        catch (RunNotFoundException)
        {
            return false;
        }
    }

    private static ToolDefinition Definition(string name, ToolEffect effect, TimeSpan? timeout) =>
        new(name, "A tool of the load.", ContextValue.Map(
            ("type", "object"),
            ("properties", ContextValue.Map(("run", ContextValue.Map(("type", "integer"))))),
            ("required", ContextValue.List("run"))))
        {
            RequiredPermission = LoadTools.Permission,
            Effect = effect,
            Timeout = timeout,
        };
}
