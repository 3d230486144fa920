using System.Net;
using System.Net.WebSockets;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>One owner asks for too much; another doesn't notice.</summary>
public sealed class FloodTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resume_TenThousandTimes_RefusedBeyondTheLimit()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho().AddGated(_gate.Task), options => options.MaxSubscriptionsPerConnection = 50);
        using var mallory = await host.ConnectAsync("mallory");
        var run = Guid.CreateVersion7().ToString("N");
        await mallory.SendAsync($$"""{"type":"run","agent":"gated","run_id":"{{run}}"}""");
        await mallory.ReadToAsync("agent_text");
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    await mallory.SendAsync($$"""{"type":"resume","run_id":"{{run}}"}""");
                }
            },
            Token);
        var (events, refused) = (0, 0);
        while (refused < 10_000 - 49)
        {
            var frame = (await mallory.ReadAsync())!.Value;
            if (frame.Type() == "error")
            {
                Assert.Equal("limit_reached", frame.GetProperty("code").GetString());
                refused++;
            }
            else
            {
                events++;
            }
        }

        await sending;
        using var alice = await host.ConnectAsync("alice");
        await alice.SendAsync("""{"type":"run","agent":"echo","input":1}""");
        Assert.Equal("response", (await alice.ReadToAsync("response"))[^1].Type());
        Assert.InRange(events, 0, 49 * 2);
    }

    [Fact]
    public async Task Connect_TooOften_429AndOthersGetIn()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho(), options => options.MaxConnectionsPerOwner = 3);
        using var one = await host.ConnectAsync("mallory");
        using var two = await host.ConnectAsync("mallory");
        using var three = await host.ConnectAsync("mallory");
        var e = await Assert.ThrowsAsync<WebSocketException>(() => host.ConnectAsync("mallory"));
        Assert.Contains("429", e.Message, StringComparison.Ordinal);
        using var alice = await host.ConnectAsync("alice");
        await one.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);

        // The place is free a moment after the close was answered.
        while (true)
        {
            try
            {
                using var again = await host.ConnectAsync("mallory");
                break;
            }
            catch (WebSocketException)
            {
                using var client = host.Client("alice");
                await client.GetAsync("/agents/runs", Token);
            }
        }
    }

    [Fact]
    public async Task Ask_TooFast_429WithTheTimeToWait()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho(), options => options.MessagesPerSecond = 1);
        using var mallory = host.Client("mallory");
        HttpResponseMessage response;
        do
        {
            response = await mallory.GetAsync("/agents/runs", Token);
        }
        while (response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        response.Dispose();
        using var alice = host.Client("alice");
        using var hers = await alice.GetAsync("/agents/runs", Token);
        Assert.Equal(HttpStatusCode.OK, hers.StatusCode);
    }
}
