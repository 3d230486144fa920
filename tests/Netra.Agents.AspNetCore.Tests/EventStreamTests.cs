using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class EventStreamTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begin_WithAnEventStream_IdsAreSequences()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho());
        using var client = host.Client("alice");
        using var response = await client.BeginAsync("echo", stream: true);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        var records = await response.RecordsAsync();
        Assert.Equal(["1", "2", "3", "4"], records.Select(record => record.Id));
        Assert.Equal(["agent_started", "agent_text", "agent_text", "agent_completed"], records.Select(record => record.Json.Type()));
    }

    [Fact]
    public async Task Begin_WithoutAnEventStream_AcceptedAndFollowedLater()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var client = host.Client("alice");
        using var accepted = await client.BeginAsync("gated", stream: false);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        _gate.SetResult();
        using var events = await client.GetAsync(accepted.Headers.Location, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal(["agent_started", "agent_text", "agent_completed"], (await events.RecordsAsync()).Select(record => record.Json.Type()));
    }

    [Fact]
    public async Task Begin_WhileTheTurnOfTheThreadIsTaken_AcceptedAtOnce()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var client = host.Client("alice");
        async Task<string> BeginAsync()
        {
            using var accepted = await client.PostAsJsonAsync("/agents/runs", new { agent = "gated", input = "hi", thread_id = "t" }, Token);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            return accepted.Headers.Location!.ToString();
        }

        var (first, second) = (await BeginAsync(), await BeginAsync());
        var list = await client.GetFromJsonAsync<JsonElement>("/agents/runs?thread_id=t", Token);
        Assert.Contains("Waiting", list.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("phase").GetString()));
        _gate.SetResult();
        foreach (var run in new[] { first, second })
        {
            using var events = await client.GetAsync(run, Token);
            Assert.Equal("agent_completed", (await events.RecordsAsync())[^1].Json.Type());
        }
    }

    [Fact]
    public async Task Follow_AfterAnEvent_TheRestThenNoContent()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho());
        using var client = host.Client("alice");
        using var begun = await client.BeginAsync("echo", stream: true);
        var all = await begun.RecordsAsync();
        var path = $"/agents/runs/{all[0].Json.GetProperty("run_id").GetString()}/events";
        client.DefaultRequestHeaders.Add("Last-Event-ID", "2");
        using var rest = await client.GetAsync(path, Token);
        Assert.Equal(["3", "4"], (await rest.RecordsAsync()).Select(record => record.Id));
        client.DefaultRequestHeaders.Remove("Last-Event-ID");
        using var none = await client.GetAsync(path + "?after=4", Token);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    [Fact]
    public async Task Follow_WhenTheClientLeaves_TheRunGoesOn()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var client = host.Client("alice");
        string run;
        using (var response = await client.BeginAsync("gated", stream: true))
        {
            await using var body = await response.Content.ReadAsStreamAsync(Token);
            using var lines = new StreamReader(body);
            await lines.ReadLineAsync(Token);
            run = JsonElement.Parse((await lines.ReadLineAsync(Token))!["data: ".Length..]).GetProperty("run_id").GetString()!;
        }

        _gate.SetResult();
        using var again = await client.GetAsync($"/agents/runs/{run}/events?after=1", Token);
        Assert.Equal(["agent_text", "agent_completed"], (await again.RecordsAsync()).Select(record => record.Json.Type()));
    }

    [Fact]
    public async Task List_OfTwoOwners_EachTheirOwn()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho());
        using var alice = host.Client("alice");
        using var bob = host.Client("bob");
        using (var run = await alice.BeginAsync("echo", stream: true))
        {
            await run.RecordsAsync();
        }

        var hers = await alice.GetFromJsonAsync<JsonElement>("/agents/runs", Token);
        var his = await bob.GetFromJsonAsync<JsonElement>("/agents/runs", Token);
        var only = Assert.Single(hers.GetProperty("runs").EnumerateArray());
        Assert.Equal(("echo", "Ended", "Completed"), (only.GetProperty("agent").GetString(), only.GetProperty("phase").GetString(), only.GetProperty("status").GetString()));
        Assert.Empty(his.GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task Cancel_OfALiveRun_ItEnds()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var client = host.Client("alice");
        using var accepted = await client.BeginAsync("gated", stream: false);
        var events = accepted.Headers.Location!.ToString();
        using var cancelled = await client.PostAsync(events.Replace("events", "cancel", StringComparison.Ordinal), null, Token);
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        using var all = await client.GetAsync(events, Token);
        Assert.Equal("agent_cancelled", (await all.RecordsAsync())[^1].Json.Type());
    }
}
