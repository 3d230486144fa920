using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>What the host puts on the endpoints holds for all of them.</summary>
public sealed class PolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "runs")]
    [InlineData("POST", "runs")]
    [InlineData("GET", "runs/00000000000000000000000000000001/events")]
    [InlineData("POST", "runs/00000000000000000000000000000001/cancel")]
    [InlineData("POST", "runs/00000000000000000000000000000001/answer")]
    [InlineData("POST", "approvals/00000000000000000000000000000001")]
    [InlineData("POST", "ag-ui/echo")]
    [InlineData("GET", "ws")]
    public async Task Request_WithoutTheHostsPolicy_Forbidden(string method, string path)
    {
        await using var host = await StartAsync();
        using var alice = host.Client("alice");
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/guarded/{path}") { Content = method == "POST" ? JsonContent.Create(new { agent = "echo" }) : null };
        using var response = await alice.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("alice", HttpStatusCode.Forbidden)]
    [InlineData("staff", HttpStatusCode.SwitchingProtocols)]
    public async Task Connect_AsThePolicySays(string user, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-User", user);
        socket.Options.CollectHttpResponseDetails = true;
        var connecting = socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/guarded/ws" }.Uri, Token);
        if (status == HttpStatusCode.SwitchingProtocols)
        {
            await connecting;
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        }

        Assert.Equal(status, socket.HttpStatusCode);
    }

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(
        agents => agents.AddEcho(),
        map: app => app.MapNetraAgents("/guarded").RequireAuthorization("staff"),
        services: services => services.AddAuthorizationBuilder().AddPolicy("staff", policy => policy.RequireClaim("sub", "staff")));
}
