using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>A call that costs money waits for its owner's yes, over whatever line it comes, and for nobody else's.</summary>
public sealed class ApprovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "paid 5")]
    [InlineData(false, "approval_refused")]
    public async Task Approve_OverHttpWhileFollowedOverASocket_AsTheOwnerSays(bool approved, string output)
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"pays"}""");
        var approval = (await socket.ReadToAsync("tool_approval_requested"))[^1].GetProperty("approval_id").GetString();
        using var client = host.Client("alice");
        using var answered = await client.PostAsJsonAsync($"/agents/approvals/{approval}", new { approved }, Token);
        Assert.Equal(HttpStatusCode.NoContent, answered.StatusCode);
        Assert.Equal(output, (await socket.ReadToAsync("agent_completed"))[^1].GetProperty("output").GetString());
        using var again = await client.PostAsJsonAsync($"/agents/approvals/{approval}", new { approved = true }, Token);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Approve_ByAnotherWhoKnowsTheId_SameAnswerAsOneThatIsNotThereAndItStillWaits()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"pays"}""");
        var asked = (await socket.ReadToAsync("tool_approval_requested"))[^1];
        var approval = asked.GetProperty("approval_id").GetString()!;
        var none = new string('0', 31) + "1";

        using var mallory = host.Client("mallory");
        using var refused = await mallory.PostAsJsonAsync($"/agents/approvals/{approval}", new { approved = true }, Token);
        using var missing = await mallory.PostAsJsonAsync($"/agents/approvals/{none}", new { approved = true }, Token);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (refused.StatusCode, missing.StatusCode));
        Assert.Equal(await missing.Content.ReadAsStringAsync(Token), await refused.Content.ReadAsStringAsync(Token));
        using var hers = await host.ConnectAsync("mallory");
        await hers.SendAsync($$"""{"type":"approve","run_id":"{{asked.GetProperty("run_id").GetString()}}","approval_id":"{{approval}}","approved":false}""");
        Assert.Equal("not_found", (await hers.ReadToAsync("response"))[^1].GetProperty("code").GetString());

        await socket.SendAsync($$"""{"type":"approve","approval_id":"{{approval}}","approved":true}""");
        Assert.Equal("paid 5", (await socket.ReadToAsync("agent_completed"))[^1].GetProperty("output").GetString());
    }

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(
        agents => agents
            .AddTool("pay", "Pays.", (int amount) => $"paid {amount}", tool => tool.RequirePermission("shop").RequireApproval(TimeSpan.FromMinutes(5)))
            .AddAgent("pays", async (execution, cancellationToken) =>
            {
                var paid = await execution.Tools.DispatchAsync("pay", ContextValue.Map(("amount", 5)), cancellationToken);
                return AgentOutput.FromText(paid.Error?.Code ?? paid.Output.AsString());
            }),
        options => options.GrantsOf = _ => Grants.Of("shop"));
}
