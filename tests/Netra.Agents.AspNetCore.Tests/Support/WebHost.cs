using System.Net.WebSockets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.AspNetCore.Tests.Support;

/// <summary>A host on loopback, with users by header and the agents that a test gives it.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app, Uri address) => (_app, Address) = (app, address);

    internal Uri Address { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<WebHost> StartAsync(
        Action<INetraAgentsBuilder> agents, Action<AgentEndpointOptions>? options = null, Action<WebApplication>? map = null, Action<IServiceCollection>? services = null, string environment = "Production")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(TestUsers.Name).AddScheme<AuthenticationSchemeOptions, TestUsers>(TestUsers.Name, null);
        builder.Services.AddAuthorization();
        services?.Invoke(builder.Services);
        agents(builder.Services.AddNetraAgents());
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapNetraAgents("/agents", o =>
        {
            o.MessagesPerSecond = 50_000;
            options?.Invoke(o);
        });
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebHost(app, new Uri(app.Urls.Single()));
    }

    /// <summary>A client that is authenticated as this user; nobody when null.</summary>
    internal HttpClient Client(string? user)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Add("X-User", user);
        }

        return client;
    }

    internal async Task<TestSocket> ConnectAsync(string? user, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        if (user is not null)
        {
            socket.Options.SetRequestHeader("X-User", user);
        }

        configure?.Invoke(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/agents/ws" }.Uri, TestContext.Current.CancellationToken);
        return new TestSocket(socket);
    }

    /// <summary>Stops as a host does on its signal.</summary>
    internal Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // At once was meant.
        }

        await _app.DisposeAsync();
    }
}
