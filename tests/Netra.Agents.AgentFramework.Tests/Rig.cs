using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>A host on a clock that only the test moves.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal Rig(Action<INetraAgentsBuilder> register, Action<NetraAgentsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        register(services.AddNetraAgents(configure ?? (_ => { })));
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal ServiceProvider Services { get; }

    internal IAgentExecutionCore Core => Services.GetRequiredService<IAgentExecutionCore>();

    internal IStateManager State => Services.GetRequiredService<IStateManager>();

    internal static UserExecutionContext Context(string user = "alice", string thread = "t", string? tenant = null) =>
        UserExecutionContext.FromRequest(new Owner(tenant is null ? TenantId.None : new TenantId(tenant), new UserId(user)), new ThreadId(thread));

    internal Task<AgentExecutionResult> RunAsync(string agent, string user = "alice", string thread = "t", string input = "hi", CancellationToken cancellationToken = default) =>
        RunAsync(agent, Context(user, thread), input, cancellationToken);

    internal Task<AgentExecutionResult> RunAsync(string agent, UserExecutionContext context, AgentRequest request, CancellationToken cancellationToken = default) =>
        Within(Core.ExecuteAsync(agent, context, request, cancellationToken).AsTask());

    internal async Task<List<AgentEvent>> EventsOfAsync(UserExecutionContext context)
    {
        var events = new List<AgentEvent>();
        await foreach (var item in Core.SubscribeAsync(context, context.RunId))
        {
            events.Add(item);
        }

        return events;
    }

    internal async Task<StateEntry?> StoredAsync(string agent, string user = "alice", string thread = "t", string? tenant = null) =>
        await State.GetAsync(Context(user, thread, tenant), StateScope.Thread, "ai_session:" + agent);

    internal async Task StoreAsync(string agent, ContextValue value, string user = "alice", string thread = "t", string? tenant = null) =>
        (await State.SetAsync(Context(user, thread, tenant), StateScope.Thread, "ai_session:" + agent, value)).EnsureSuccess();

    /// <summary>Fails in place of waiting for ever.</summary>
    internal static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience);

    internal static Task Within(Task task) => task.WaitAsync(Patience);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
