using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Comparison;

/// <summary>A local grain of Orleans, called from within its silo. It listens on loopback, so it is left out of the short form.</summary>
internal sealed class OrleansLanes : IAsyncDisposable
{
    private const int Grains = 64;

    private readonly IHost _host;
    private readonly IChatGrain[] _grains;
    private int _next;

    private OrleansLanes(IHost host)
    {
        _host = host;
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        _grains = [.. Enumerable.Range(0, Grains).Select(key => factory.GetGrain<IChatGrain>(key))];
    }

    internal static async Task<OrleansLanes> StartAsync()
    {
        var host = Host.CreateDefaultBuilder().ConfigureLogging(logging => logging.ClearProviders()).UseOrleans(silo => silo.UseLocalhostClustering(siloPort: 31_111, gatewayPort: 31_112)).Build();
        await host.StartAsync();
        return new OrleansLanes(host);
    }

    internal Task RunAsync() => _grains[0].AskAsync("question");

    internal Task SuspendAsync() => _grains[Interlocked.Increment(ref _next) % Grains].AskAndWaitAsync("question");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
