using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

/// <summary>A service that speaks the streaming protocol of OpenAI's chat completions, on loopback, and answers as the test says.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private StubService(WebApplication app) => _app = app;

    internal ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>Everything that arrived: addresses, headers, bodies.</summary>
    internal ConcurrentQueue<string> Arrived { get; } = [];

    internal Uri Address => new(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/v1");

    internal static async Task<StubService> StartAsync(Func<StubRequest, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var service = new StubService(app);
        app.MapPost("/v1/chat/completions", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            service.Bodies.Enqueue(body);
            service.Arrived.Enqueue($"{context.Request.Path}{context.Request.QueryString} {string.Join(' ', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))} {body}");
            var request = new StubRequest(context, JsonNode.Parse(body)!, Interlocked.Increment(ref service._asked));
            await (StubRules.Broken(request.Body) is { } rule ? request.RefuseAsync(400, says: rule) : answer(request));
        });
        await app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
