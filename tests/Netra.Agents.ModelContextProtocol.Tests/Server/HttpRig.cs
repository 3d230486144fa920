using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>A web host on the loopback that exports a tool. Who calls stands in a header, as if the host had authenticated it.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpRig(WebApplication app) => _app = app;

    internal Uri Endpoint => new(new Uri(_app.Urls.Single()), "mcp");

    internal static async Task<HttpRig> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddNetraAgents()
            .AddTool("whoami", "Says who calls.", (UserExecutionContext context) => $"{context.UserId.Value} of {context.TenantId.Value} in {context.ThreadId.Value}", tool => tool.RequirePermission("who"))
            .AddMcpExports(o =>
            {
                o.Tools("whoami");
                o.Caller = (request, _) => ValueTask.FromResult(request.User?.FindFirst(ClaimTypes.NameIdentifier)?.Value is { } user
                    ? new McpCaller(new Owner(new TenantId(request.User.FindFirst("tenant")!.Value), new UserId(user)), Grants.Of("who"))
                    : null);
            });
        builder.Services.AddMcpServer().WithHttpTransport(o => o.SessionMode = HttpServerSessionMode.StatefulForInitializeClients);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers["X-User"].ToString().Split(' ') is [var user, var tenant])
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user), new Claim("tenant", tenant)], "test"));
            }

            return next(http);
        });
        app.MapMcp("/mcp");
        await app.StartAsync();
        return new HttpRig(app);
    }

    internal HttpClientTransport Transport(string? user) => new(new HttpClientTransportOptions
    {
        Endpoint = Endpoint,
        AdditionalHeaders = user is null ? null : new Dictionary<string, string> { ["X-User"] = user },
    });

    internal Task<McpClient> ConnectAsync(string? user, string? protocolVersion) => McpRig.Within(McpClient.CreateAsync(Transport(user), new McpClientOptions { ProtocolVersion = protocolVersion }));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
