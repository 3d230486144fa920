using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Agents.Hosting.Tests;

/// <summary>A host on a clock that only the test moves.</summary>
internal sealed class HostRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal HostRig(Action<INetraAgentsBuilder> register)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        register(services.AddNetraAgents());
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal ServiceProvider Services { get; }

    internal IAgentExecutionCore Core => Services.GetRequiredService<IAgentExecutionCore>();

    internal IHostedService Hosted => Services.GetServices<IHostedService>().Single();

    internal static UserExecutionContext Context(string user = "alice") => UserExecutionContext.FromRequest(new UserId(user), ThreadId.New(), Grants.Of("use"));

    internal Task<AgentExecutionResult> RunAsync(string agent, string user = "alice") => Within(Core.ExecuteAsync(agent, Context(user), "").AsTask());

    /// <summary>Fails in place of waiting for ever.</summary>
    internal static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
