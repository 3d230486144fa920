using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

public sealed class HttpExportTests
{
    private const string WithSessions = "2025-11-25";

    [Theory]
    [InlineData(null)]
    [InlineData(WithSessions)]
    public async Task Call_OfManyUsersAtOnce_EachIsWhoItIs(string? protocolVersion)
    {
        await using var rig = await HttpRig.StartAsync();

        var answers = await McpRig.Within(Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await using var client = await rig.ConnectAsync($"user-{i} acme", protocolVersion);
            return (i, Text: ExportRig.Text(await client.CallToolAsync("whoami")));
        })));

        Assert.All(answers, answer => Assert.StartsWith($"user-{answer.i} of acme in ", answer.Text, StringComparison.Ordinal));
        Assert.Equal(20, answers.Select(answer => answer.Text.Split(' ')[^1]).Distinct().Count());
    }

    [Theory]
    [InlineData("bob acme", false)]
    [InlineData("alice other", true)]
    public async Task Session_OfOneUsedByAnother_IsRefused(string thief, bool isLeftToUs)
    {
        await using var rig = await HttpRig.StartAsync();
        await using var alice = await rig.ConnectAsync("alice acme", WithSessions);
        var own = ExportRig.Text(await alice.CallToolAsync("whoami"));
        Assert.NotNull(alice.SessionId);

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, rig.Endpoint)
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"whoami","arguments":{}}}""", Encoding.UTF8, "application/json"),
            Headers = { { "X-User", thief }, { "Mcp-Session-Id", alice.SessionId }, { "MCP-Protocol-Version", WithSessions } },
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        // The transport knows users by one claim; the tenant is in another.
        Assert.Equal(isLeftToUs ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(isLeftToUs, body.Contains("The request is refused.", StringComparison.Ordinal));
        Assert.DoesNotContain("of acme", body, StringComparison.Ordinal);
        Assert.Equal(own, ExportRig.Text(await alice.CallToolAsync("whoami")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WithSessions)]
    public async Task Call_WithoutIdentity_IsRefused(string? protocolVersion)
    {
        await using var rig = await HttpRig.StartAsync();
        await using var client = await rig.ConnectAsync(user: null, protocolVersion);

        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("whoami"));
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.ListToolsAsync());
    }

    [Fact]
    public async Task Call_FromOneHostToAnother_KeepsOwnersApart()
    {
        await using var http = await HttpRig.StartAsync();
        await using var rig = new McpRig(context => http.Transport($"{context.Owner.UserId.Value} acme"));

        var answers = await McpRig.Within(Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (i, (await rig.CallAsync("fake_whoami", user: $"user-{i}")).Output.Text))));

        Assert.All(answers, answer => Assert.StartsWith($"user-{answer.i} of acme in ", answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_HttpServerGone_EndsWithAValue()
    {
        var http = await HttpRig.StartAsync();
        await using var rig = new McpRig(context => http.Transport($"{context.Owner.UserId.Value} acme"));
        Assert.Null((await rig.CallAsync("fake_whoami")).Code);

        await http.DisposeAsync();

        Assert.Equal(McpErrorCodes.Disconnected, (await rig.CallAsync("fake_whoami")).Code);
        Assert.Equal(AgentErrorCodes.ToolUnavailable, (await rig.CallAsync("fake_whoami")).Code);
    }
}
