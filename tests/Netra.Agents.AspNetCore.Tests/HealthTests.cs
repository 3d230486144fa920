using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_HostAtWork_HealthyAndInNobodysList()
    {
        await using var provider = Host(out var check);
        var entry = await check();
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        var alice = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
        Assert.Empty(provider.GetRequiredService<IRunRegistry>().List(alice));
    }

    [Fact]
    public async Task Check_HostClosed_Unhealthy()
    {
        await using var provider = Host(out var check);
        provider.GetRequiredService<IRunOperator>().Close();
        Assert.Equal(HealthStatus.Unhealthy, (await check()).Status);
    }

    [Fact]
    public async Task Check_CanaryStuck_UnhealthyForAllProbesOfOneCanary()
    {
        var gate = new TaskCompletionSource();
        var canaries = 0;
        await using var provider = Host(
            out var check,
            agents => agents.UseMiddleware(new Middleware(async () =>
            {
                Interlocked.Increment(ref canaries);
                await gate.Task;
            })),
            options => (options.Deadline, options.Remember) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)));
        var entries = await Task.WhenAll(check(), check(), check());
        Assert.All(entries, entry => Assert.Equal(HealthStatus.Unhealthy, entry.Status));
        gate.SetResult();
        Assert.Equal(1, canaries);
    }

    [Fact]
    public async Task Check_ManyProbes_OneCanary()
    {
        var gate = new TaskCompletionSource();
        var canaries = 0;
        await using var provider = Host(
            out var check,
            agents => agents.UseMiddleware(new Middleware(async () =>
            {
                Interlocked.Increment(ref canaries);
                await gate.Task;
            })),
            options => (options.Deadline, options.DegradedAfter, options.Remember) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        var probes = Enumerable.Range(0, 50).Select(_ => check()).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(probes), entry => Assert.Equal(HealthStatus.Healthy, entry.Status));
        Assert.Equal(HealthStatus.Healthy, (await check()).Status);
        Assert.Equal(1, canaries);
    }

    [Fact]
    public void AddNetraAgents_DeadlineOutOfRange_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ServiceCollection().AddHealthChecks().AddNetraAgents(configure: options => options.Deadline = TimeSpan.Zero));

    private static ServiceProvider Host(out Func<Task<HealthReportEntry>> check, Action<INetraAgentsBuilder>? agents = null, Action<AgentHealthOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddNetraAgents(configure: options);
        agents?.Invoke(services.AddNetraAgents());
        var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<HealthCheckService>();
        check = async () => (await health.CheckHealthAsync(Stop)).Entries["netra.agents"];
        return provider;
    }

    private sealed class Middleware(Func<Task> before) : IAgentMiddleware
    {
        public async ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken)
        {
            await before();
            return await next(execution, cancellationToken);
        }
    }
}
