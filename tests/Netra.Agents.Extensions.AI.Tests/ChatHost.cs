using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>A host with one chat agent, on a clock that only the test moves.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    internal const string Permission = "use";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    internal ChatHost(IChatClient? model, Action<ChatAgentOptions>? configure = null, Action<INetraAgentsBuilder>? register = null, Action<NetraAgentsOptions>? options = null, string instructions = "")
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        if (model is not null)
        {
            services.AddSingleton(model);
        }

        var builder = services.AddNetraAgents(options ?? (_ => { }));
        builder.AddChatAgent("chat", instructions, configure);
        register?.Invoke(builder);
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    internal DelayClock Clock { get; } = new();

    internal ServiceProvider Services { get; }

    internal IAgentExecutionCore Core => Services.GetRequiredService<IAgentExecutionCore>();

    internal static UserExecutionContext Context(string user = "alice", string thread = "thread", Grants? grants = null) =>
        UserExecutionContext.FromRequest(new UserId(user), new ThreadId(thread), grants ?? Grants.Of(Permission));

    internal Task<AgentExecutionResult> AskAsync(AgentRequest request, UserExecutionContext? context = null, CancellationToken cancellationToken = default) =>
        Within(Core.ExecuteAsync("chat", context ?? Context(), request, cancellationToken).AsTask());

    internal async Task<IReadOnlyList<AgentEvent>> EventsAsync(UserExecutionContext context)
    {
        var events = new List<AgentEvent>();
        await foreach (var item in Core.SubscribeAsync(context, context.RunId, 0, TestContext.Current.CancellationToken))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>Waits until a run has an event of some kind.</summary>
    internal async Task UntilAsync(UserExecutionContext context, Func<AgentEvent, bool> isIt)
    {
        await foreach (var item in Core.SubscribeAsync(context, context.RunId, 0, TestContext.Current.CancellationToken))
        {
            if (isIt(item))
            {
                return;
            }
        }
    }

    internal async Task<IReadOnlyList<HistoryTurn>> HistoryAsync(string user = "alice", string thread = "thread") =>
        await Services.GetRequiredService<IStateManager>().History(Context(user, thread)).ReadLastAsync(100, TestContext.Current.CancellationToken);

    /// <summary>Moves the clock as a process that isn't starved would see it move: tick by tick.</summary>
    internal void Advance(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Tick)
        {
            Clock.Advance(left < Tick ? left : Tick);
        }
    }

    /// <summary>Waits until somebody begins to wait for seconds, and lets them pass.</summary>
    internal async Task<TimeSpan> PassDelayAsync()
    {
        var delay = await Within(Clock.NextDelayAsync(TestContext.Current.CancellationToken).AsTask());
        Advance(delay);
        return delay;
    }

    internal static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience);

    internal static Task Within(Task task) => task.WaitAsync(Patience);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
