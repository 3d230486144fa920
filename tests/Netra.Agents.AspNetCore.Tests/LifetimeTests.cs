using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>When connections end, on a clock of the test's.</summary>
public sealed class LifetimeTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Socket_Idle_ClosedButNotWhileARunIsFollowed()
    {
        await using var host = await StartAsync(options => options.IdleClose = TimeSpan.FromMinutes(1));
        using var idle = await host.ConnectAsync("alice");
        using var busy = await host.ConnectAsync("alice");
        await busy.SendAsync("""{"type":"run","agent":"gated","input":1}""");
        await busy.ReadToAsync("agent_text");
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await idle.ReadAsync());
        Assert.Equal("idle", idle.Raw.CloseStatusDescription);
        _gate.SetResult();
        Assert.Equal("response", (await busy.ReadToAsync("response"))[^1].Type());
    }

    [Fact]
    public async Task Socket_WhenTheTicketEnds_ClosedAndTheRunGoesOn()
    {
        await using var host = await StartAsync();
        var until = _clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        using var socket = await host.ConnectAsync("alice", options => options.SetRequestHeader("X-Until", $"{until}"));
        await socket.SendAsync("""{"type":"run","agent":"gated","input":1}""");
        var run = (await socket.ReadToAsync("agent_text"))[0].GetProperty("run_id").GetString();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await socket.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "signed_out"), (socket.Raw.CloseStatus, socket.Raw.CloseStatusDescription));
        _gate.SetResult();
        using var client = host.Client("alice");
        using var events = await client.GetAsync($"/agents/runs/{run}/events", Token);
        Assert.Equal("agent_completed", (await events.RecordsAsync())[^1].Json.Type());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_WhenTheHostSaysNo_ClosedWithAWord(bool throws)
    {
        var asked = 0;
        await using var host = await StartAsync(options => options.Revalidate = (_, user, _) => user.FindFirst("sub")!.Value == "alice" || Interlocked.Increment(ref asked) < 0 ? new(true)
            : throws ? throw new InvalidOperationException("The sessions can't be asked.") : new(false));
        using var alice = host.Client("alice");
        using var mallory = host.Client("mallory");
        using var hers = await alice.BeginAsync("gated", stream: true);
        using var his = await mallory.BeginAsync("gated", stream: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var records = await his.RecordsAsync();
        Assert.Equal(("closing", "signed_out"), (records[^1].Event, records[^1].Json.GetProperty("code").GetString()));
        Assert.Equal(1, asked);
        _gate.SetResult();
        Assert.Equal("agent_completed", (await hers.RecordsAsync())[^1].Json.Type());
    }

    [Fact]
    public async Task Stream_WhileNothingHappens_BeatsNowAndThen()
    {
        await using var host = await StartAsync(options => options.Heartbeat = TimeSpan.FromSeconds(10));
        using var client = host.Client("alice");
        using var response = await client.BeginAsync("gated", stream: true);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        using var lines = new StreamReader(body);
        while (!(await lines.ReadLineAsync(Token))!.Contains("agent_text", StringComparison.Ordinal))
        {
            // The run is at its gate when its first text has come.
        }

        Assert.Equal("", await lines.ReadLineAsync(Token));
        var beat = lines.ReadLineAsync(Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(beat.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(":", await beat);
        _gate.SetResult();
        Assert.Contains("agent_completed", await lines.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfARunThatWaitsForItsTurn_BeatsBeforeItBegins()
    {
        await using var host = await StartAsync(options => options.Heartbeat = TimeSpan.FromSeconds(10));
        using var client = host.Client("alice");
        async Task<HttpResponseMessage> BeginAsync(string accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/agents/runs") { Content = JsonContent.Create(new { agent = "gated", thread_id = "t" }) };
            request.Headers.Accept.ParseAdd(accept);
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        }

        using var first = await BeginAsync("application/json");
        var second = BeginAsync("text/event-stream");
        while (!second.IsCompleted)
        {
            // It is only known to wait when the host says so.
            _clock.Advance(TimeSpan.FromSeconds(1));
            using var turn = await client.GetAsync("/agents/runs", Token);
        }

        using var response = await second;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        _gate.SetResult();
        Assert.Equal("agent_completed", (await response.RecordsAsync())[^1].Json.Type());
    }

    [Fact]
    public async Task Socket_WithAMessageThatDoesNotEnd_CutAndOthersAreServed()
    {
        await using var host = await StartAsync();
        using var mallory = await host.ConnectAsync("mallory");
        await mallory.Raw.SendAsync("{"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, Token);
        var cut = mallory.ReadAsync();
        using var alice = host.Client("alice");
        while (!cut.IsCompleted)
        {
            // A little more each time, as such a client does: the time counts from the first byte.
            _clock.Advance(TimeSpan.FromSeconds(5));
            using var runs = await alice.GetAsync("/agents/runs", Token);
            Assert.Equal(HttpStatusCode.OK, runs.StatusCode);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => cut);
    }

    [Fact]
    public async Task Gone_ForLongEnough_OnlyTheirRunsAreCancelled()
    {
        await using var host = await StartAsync(options => options.CancelWhenGone = TimeSpan.FromSeconds(30));
        var (hers, his) = (Guid.CreateVersion7().ToString("N"), Guid.CreateVersion7().ToString("N"));
        using var bob = await host.ConnectAsync("bob");
        await bob.SendAsync($$"""{"type":"run","agent":"gated","input":1,"run_id":"{{his}}"}""");
        await bob.ReadToAsync("agent_text");
        using (var alice = await host.ConnectAsync("alice"))
        {
            await alice.SendAsync($$"""{"type":"run","agent":"gated","input":1,"run_id":"{{hers}}"}""");
            await alice.ReadToAsync("agent_text");
            await alice.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        }

        var runs = host.Services.GetRequiredService<IRunOperator>();
        using var client = host.Client("bob");
        while (runs.List(RunsOf.Everybody, new RunFilter { RunId = RunId.Parse(hers) })[0].EndedAt is null)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            using var paced = await client.GetAsync("/agents/runs", Token);
        }

        Assert.Equal(ExecutionStatus.Cancelled, runs.List(RunsOf.Everybody, new RunFilter { RunId = RunId.Parse(hers) })[0].Status);
        _gate.SetResult();
        Assert.Equal("agent_completed", (await bob.ReadToAsync("response"))[^2].Type());
    }

    [Fact]
    public async Task Gone_AndBackInTime_NothingIsCancelled()
    {
        await using var host = await StartAsync(options => options.CancelWhenGone = TimeSpan.FromSeconds(30));
        var run = Guid.CreateVersion7().ToString("N");
        using (var alice = await host.ConnectAsync("alice"))
        {
            await alice.SendAsync($$"""{"type":"run","agent":"gated","input":1,"run_id":"{{run}}"}""");
            await alice.ReadToAsync("agent_text");
            await alice.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        using var back = await host.ConnectAsync("alice");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await back.SendAsync($$"""{"type":"resume","run_id":"{{run}}"}""");
        await back.ReadToAsync("agent_text");
        _gate.SetResult();
        Assert.Equal("agent_completed", (await back.ReadToAsync("response"))[^2].Type());
    }

    [Fact]
    public async Task Stop_WhileARunIsFollowed_ToldAndNobodyGetsInAnyMore()
    {
        await using var host = await StartAsync(options => options.Drain = TimeSpan.Zero);
        using var socket = await host.ConnectAsync("alice");
        using var client = host.Client("alice");
        await socket.SendAsync("""{"type":"run","agent":"gated","input":1}""");
        await socket.ReadToAsync("agent_text");
        using var stream = await client.BeginAsync("gated", stream: true);
        var stopping = host.StopAsync();
        Assert.Null(await socket.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "shutting_down"), (socket.Raw.CloseStatus, socket.Raw.CloseStatusDescription));
        var last = (await stream.RecordsAsync())[^1];
        Assert.Equal(("closing", "shutting_down"), (last.Event, last.Json.GetProperty("code").GetString()));
        await socket.Raw.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        _gate.SetResult();
        await stopping;
    }

    [Fact]
    public async Task Stop_WithTimeToDrain_TheRunIsSeenToItsEnd()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("alice");
        using var idle = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"gated","input":1}""");
        await socket.ReadToAsync("agent_text");
        var stopping = host.StopAsync();
        Assert.Null(await idle.ReadAsync());
        await idle.Raw.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        _gate.SetResult();
        Assert.Equal(["agent_completed", "response"], (await socket.ReadToAsync("response")).Select(frame => frame.Type()));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await socket.ReadAsync());
        Assert.Equal("shutting_down", socket.Raw.CloseStatusDescription);
        await socket.Raw.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        await stopping;
    }

    [Fact]
    public async Task Map_WithADevelopmentIdentityInProduction_Refused()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options => options.DevelopmentIdentity = "dev"));
        Assert.Contains("DevelopmentIdentity", e.Message, StringComparison.Ordinal);
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho(), options => options.DevelopmentIdentity = "dev", environment: "Development");
        using var nobody = host.Client(null);
        using var response = await nobody.BeginAsync("echo", stream: true);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<WebHost> StartAsync(Action<AgentEndpointOptions>? options = null) => WebHost.StartAsync(
        agents => agents.AddEcho().AddGated(_gate.Task), options, services: services => services.AddSingleton<TimeProvider>(_clock));
}
