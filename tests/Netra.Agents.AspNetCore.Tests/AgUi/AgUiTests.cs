using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests.AgUi;

/// <summary>What a client of the protocol that isn't nice can do, and what reaches one when the line is bad.</summary>
public sealed class AgUiTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OfTwoOwnersWithTheSameIds_EachTheirOwn()
    {
        await using var host = await StartAsync();
        var alice = await RunAsync(host, "alice", "echo", Said("of alice"));
        var bob = await RunAsync(host, "bob", "echo", Said("of bob"));
        Assert.Equal(("of alice", "of bob"), (alice[^1].Json.GetProperty("result").GetString(), bob[^1].Json.GetProperty("result").GetString()));
        Assert.DoesNotContain(bob, record => record.Json.ToString().Contains("alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SentAgain_TheSameRecordsOfOneRun()
    {
        await using var host = await StartAsync();
        var first = await RunAsync(host, "alice", "echo", Said("once"));
        var second = await RunAsync(host, "alice", "echo", Said("once"));
        Assert.Equal(Types(first), Types(second));
        Assert.Equal(first[^1].Json.ToString(), second[^1].Json.ToString());
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task Run_SentAgainWithOtherWords_Conflict()
    {
        await using var host = await StartAsync();
        await RunAsync(host, "alice", "echo", Said("once"));
        await RefusedAsync(host, "alice", "echo", Said("twice"), HttpStatusCode.Conflict, "conflict");
    }

    [Theory]
    [InlineData("""[1,2]""")]
    [InlineData("""{"runId":"r","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"threadId":"t","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"threadId":"t","runId":"r","messages":[]}""")]
    [InlineData("""{"threadId":"t","runId":"r","messages":[{"role":"assistant","content":"I said"}]}""")]
    [InlineData("""{"threadId":"t","runId":"r","messages":[{"role":"user","content":7}]}""")]
    [InlineData("""{"threadId":"t","runId":"r","messages":[],"resume":[{"interruptId":"x","status":"resolved"}]}""")]
    [InlineData("""{"threadId":"t","runId":"r","messages":[],"resume":["x"]}""")]
    public async Task Run_WithWhatIsNoInput_InvalidMessage(string body)
    {
        await using var host = await StartAsync();
        await RefusedAsync(host, "alice", "echo", body, HttpStatusCode.BadRequest, "invalid_message");
    }

    [Fact]
    public async Task Run_OfAnAgentThatIsNotThere_Unknown()
    {
        await using var host = await StartAsync();
        await RefusedAsync(host, "alice", "nobody", Said("hi"), HttpStatusCode.NotFound, "unknown");
    }

    [Fact]
    public async Task Run_WithoutAUser_Unauthorized()
    {
        await using var host = await StartAsync();
        using var nobody = host.Client(null);
        using var response = await PostAsync(nobody, "echo", Said("hi"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_OfAnothersInterrupt_NotFoundAndNothingHappens(bool approved)
    {
        await using var host = await StartAsync();
        var asked = await RunAsync(host, "alice", "pays", Said("pay"));
        await RefusedAsync(host, "mallory", "pays", Answered(asked, approved), HttpStatusCode.NotFound, "not_found");
        await RefusedAsync(host, "mallory", "pays", Answered(asked, approved).Replace(".tool.", ".wait.", StringComparison.Ordinal), HttpStatusCode.NotFound, "not_found");
        var end = await RunAsync(host, "alice", "pays", Answered(asked, approved: true));
        Assert.Equal("paid 5", end[^1].Json.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Resume_AnsweredBefore_NotFound()
    {
        await using var host = await StartAsync();
        var asked = await RunAsync(host, "alice", "pays", Said("pay"));
        await RunAsync(host, "alice", "pays", Answered(asked, approved: false));
        await RefusedAsync(host, "alice", "pays", Answered(asked, approved: true), HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Run_WhenTheHostStops_RunErrorThatSaysSo()
    {
        await using var host = await StartAsync();
        using var client = host.Client("alice");
        using var response = await PostAsync(client, "gated", Said("hi"));
        await host.StopAsync();
        var records = await response.RecordsAsync();
        Assert.Equal("RUN_STARTED", records[0].Json.Type());
        Assert.Equal("RUN_ERROR", records[^1].Json.Type());
        Assert.Equal("shutting_down", records[^1].Json.GetProperty("code").GetString());
    }

    private static string[] Types(IEnumerable<(string? Id, string? Event, JsonElement Json)> records) => [.. records.Select(record => record.Json.Type()!)];

    private static string Said(string text) => JsonSerializer.Serialize(new { threadId = "t-1", runId = "r-1", messages = new[] { new { id = "m-1", role = "user", content = text } } });

    private static string Answered(List<(string? Id, string? Event, JsonElement Json)> asked, bool approved)
    {
        var interrupt = asked[^1].Json.GetProperty("outcome").GetProperty("interrupts")[0].GetProperty("id").GetString();
        return JsonSerializer.Serialize(new { threadId = "t-1", runId = "r-2", messages = Array.Empty<object>(), resume = new[] { new { interruptId = interrupt, status = "resolved", payload = new { approved } } } });
    }

    private static async Task<List<(string? Id, string? Event, JsonElement Json)>> RunAsync(WebHost host, string user, string agent, string body)
    {
        using var client = host.Client(user);
        using var response = await PostAsync(client, agent, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.RecordsAsync();
    }

    private static async Task RefusedAsync(WebHost host, string user, string agent, string body, HttpStatusCode status, string code)
    {
        using var client = host.Client(user);
        using var response = await PostAsync(client, agent, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string agent, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/agents/ag-ui/{agent}") { Content = new StringContent(body, null, "application/json") };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private Task<WebHost> StartAsync() => WebHost.StartAsync(
        agents => agents
            .AddGated(_gate.Task)
            .AddTool("pay", "Pays.", (int amount) => $"paid {amount}", tool => tool.RequirePermission("shop").RequireApproval(TimeSpan.FromMinutes(5)))
            .AddAgent("echo", (execution, _) =>
            {
                _begun++;
                return new ValueTask<AgentOutput>(AgentOutput.FromValue(execution.Input));
            })
            .AddAgent("pays", async (execution, cancellationToken) =>
            {
                var paid = await execution.Tools.DispatchAsync("pay", ContextValue.Map(("amount", 5)), cancellationToken);
                return AgentOutput.FromText(paid.Error?.Code ?? paid.Output.AsString());
            }),
        options =>
        {
            options.GrantsOf = _ => Grants.Of("shop");
            options.Drain = TimeSpan.FromMilliseconds(1);
        });
}
