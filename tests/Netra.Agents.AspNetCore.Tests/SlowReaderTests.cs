using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>A client that doesn't read, beside one that does.</summary>
public sealed class SlowReaderTests
{
    private static readonly string Piece = new('x', 4096);
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NotAtAll_TheRunAndTheOtherReaderGoOnAndTheLineIsCut()
    {
        await using var host = await WebHost.StartAsync(
            agents => agents.AddAgent("talker", static (execution, _) =>
            {
                for (var i = 0; i < 4_000; i++)
                {
                    execution.Events.Text(Piece);
                    execution.Events.Progress(null, null);
                }

                return new ValueTask<AgentOutput>(AgentOutput.FromText("done"));
            }),
            options => options.MaxConnectionsPerOwner = 2,
            services: services => services.AddSingleton<TimeProvider>(_clock));
        using var sleeper = await host.ConnectAsync("alice");
        using var reader = await host.ConnectAsync("alice");
        var run = Guid.CreateVersion7().ToString("N");
        await sleeper.SendAsync($$"""{"type":"run","agent":"talker","run_id":"{{run}}"}""");
        Assert.Equal("agent_started", (await sleeper.ReadAsync())!.Value.Type());

        // It reads no more; the run is over all the same, and the other sees its end.
        await reader.SendAsync($$"""{"type":"resume","run_id":"{{run}}"}""");
        Assert.Equal("agent_completed", (await reader.ReadToAsync("response"))[^2].Type());

        // The place of the line that was cut is free again.
        while (true)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            try
            {
                using var third = await host.ConnectAsync("alice");
                break;
            }
            catch (WebSocketException)
            {
                Assert.Equal(WebSocketState.Open, reader.Raw.State);
            }
        }
    }

    [Fact]
    public async Task Read_Late_MergedTextWithoutALossOrAnotherOrder()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddAgent("counter", static (execution, _) =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                execution.Events.Text($"{i} ");
            }

            return new ValueTask<AgentOutput>(AgentOutput.FromText("done"));
        }));
        using var client = host.Client("alice");
        using var accepted = await client.BeginAsync("counter", stream: false);
        using var first = await client.GetAsync(accepted.Headers.Location, Token);
        var records = await first.RecordsAsync();
        using var second = await client.GetAsync(accepted.Headers.Location, Token);
        var late = await second.RecordsAsync();
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i} "));
        Assert.Equal(text, TextOf(records));
        Assert.Equal(text, TextOf(late));
        Assert.True(late.Count < 5_000);
        var sequences = late.Select(record => record.Json.GetProperty("sequence").GetInt64()).ToArray();
        Assert.Equal(sequences.Order().Distinct(), sequences);
    }

    private static string TextOf(List<(string? Id, string? Event, System.Text.Json.JsonElement Json)> records) =>
        string.Concat(records.Where(record => record.Json.Type() == "agent_text").Select(record => record.Json.GetProperty("text").GetString()));
}
