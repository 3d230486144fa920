using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.WebLoad;

/// <summary>The host of the load: agents that say their owner's secret, piece by piece.</summary>
internal static class LoadServer
{
    internal const int Pieces = 12;
    internal const int FloodPieces = 400;
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);
    internal static readonly TimeSpan FrameTimeout = TimeSpan.FromSeconds(2);

    internal static async Task<WebApplication> StartAsync(Action<INetraAgentsBuilder>? more = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();

        // Small, so that it shows who doesn't read: the system would hold megabytes for each of them.
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 32 * 1024);
            return socket;
        });
        builder.Services.AddAuthentication("load").AddScheme<AuthenticationSchemeOptions, LoadUsers>("load", null);
        builder.Services.AddAuthorization();
        var agents = builder.Services.AddNetraAgents(options => options.RetainedRunsPerOwner = 1_000)
            .AddAgent("chat", ChatAsync)
            .AddAgent("flood", Flood);
        more?.Invoke(agents);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapNetraAgents("/agents", options =>
        {
            options.FrameTimeout = FrameTimeout;
            options.MessagesPerSecond = 10_000;
        });
        map?.Invoke(app);
        await app.StartAsync();
        return app;
    }

    private static string SecretOf(AgentExecution execution) => Secret.Of(execution.Context.UserId.Value.Split('|')[1]);

    private static async ValueTask<AgentOutput> ChatAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var secret = SecretOf(execution);
        for (var i = 0; i < Pieces; i++)
        {
            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
            execution.Events.Text(string.Create(CultureInfo.InvariantCulture, $"{secret}:{TimeProvider.System.GetTimestamp()} "));
        }

        return AgentOutput.FromText(secret);
    }

    private static AgentOutput Flood(AgentExecution execution, CancellationToken cancellationToken)
    {
        var secret = SecretOf(execution);
        var piece = string.Concat(Enumerable.Repeat($"{secret}:0 ", 50));
        for (var i = 0; i < FloodPieces; i++)
        {
            execution.Events.Text(piece);
        }

        return AgentOutput.FromText(secret);
    }
}
