using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests.Inspector;

/// <summary>What an operator sees of the runs of all, and what not.</summary>
public sealed class InspectorDataTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfTwoOwners_UnderTwoPseudonymsAndNoNames()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "echo");
        await host.RunAsync("alice", "desk");
        await host.RunAsync("bob", "echo");
        var runs = await host.RunsAsync("op");
        Assert.Equal(2, runs.Select(run => run.Run.GetProperty("owner").GetString()).Distinct().Count());
        Assert.Equal(3, runs.Length);
        Assert.Equal("desk", (await host.RunsAsync("op", "?agent=desk")).Single().Run.GetProperty("agent").GetString());
        Assert.Empty(await host.RunsAsync("op", "?phase=Live"));
        Assert.Equal(3, (await host.RunsAsync("op", "?phase=Ended")).Length);
        foreach (var seen in await EverythingAsync(host, "op"))
        {
            Assert.DoesNotContain("alice", seen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("bob", seen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("issuer.example", seen, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task List_WithCanariesOfAHealthCheck_OnlyWhenAskedFor()
    {
        await using var host = await InspectorHost.StartAsync(more: agents => agents.Services.AddHealthChecks().AddNetraAgents());
        await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        await host.RunAsync("alice", "echo");
        Assert.Equal("echo", (await host.RunsAsync("op")).Single().Run.GetProperty("agent").GetString());
        Assert.Equal("netra.health", (await host.RunsAsync("op", "?agent=netra.health")).Single().Run.GetProperty("agent").GetString());
    }

    [Fact]
    public async Task Show_WithoutThePayloadPolicy_NothingOfWhatIsSaid()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "desk");
        await host.RunAsync("alice", "order");
        foreach (var seen in await EverythingAsync(host, "op"))
        {
            Assert.DoesNotContain(InspectorHost.Secret, seen, StringComparison.Ordinal);
            Assert.DoesNotContain("\"payloads\":true", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_WithThePayloadPolicy_WhatIsSaidAndStillNoName()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "desk");
        var seen = string.Concat(await EverythingAsync(host, "boss"));
        Assert.Contains(InspectorHost.Secret, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", seen, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Show_WithAgentsAndToolsInside_ATimelineThatNests()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "desk");
        var page = await host.SeeAsync("op", (await host.RunsAsync("op")).Single().Path);
        var events = page.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(
            ["agent_started", "agent_progress", "agent_started", "agent_text", "tool_executing", "tool_completed", "agent_completed", "agent_completed"],
            events.Select(item => item.Type()));
        Assert.Equal(events[0].GetProperty("execution_id").GetString(), events[2].GetProperty("parent_execution_id").GetString());
        Assert.Equal(("look_up", events[2].GetProperty("execution_id").GetString()), (events[4].GetProperty("tool").GetString(), events[4].GetProperty("execution_id").GetString()));
        Assert.All(events, item => Assert.True(item.GetProperty("bytes").GetInt64() > 0));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("workflow").ValueKind);
    }

    [Fact]
    public async Task Show_OfALiveRun_WhatThereIsAndThenWhatFollows()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await InspectorHost.StartAsync(more: agents => agents.AddAgent("slow", async (execution, cancellationToken) =>
        {
            execution.Events.Text("a");
            await gate.Task.WaitAsync(cancellationToken);
            execution.Events.Text("b");
            return AgentOutput.FromText("");
        }));
        using var client = host.Client("alice");
        using var stream = await client.BeginAsync("slow", stream: true);
        await using var body = await stream.Content.ReadAsStreamAsync(Token);
        using var lines = new StreamReader(body);
        while (!(await lines.ReadLineAsync(Token))!.Contains("agent_text", StringComparison.Ordinal))
        {
            // The run is at its gate when its first text has come.
        }

        var (path, run) = (await host.RunsAsync("op", "?phase=Live")).Single();
        Assert.Equal("Live", run.GetProperty("phase").GetString());
        var first = (await host.SeeAsync("op", path)).GetProperty("events").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt64()).ToArray();
        Assert.Equal([1, 2], first);
        Assert.Empty((await host.SeeAsync("op", $"{path}?after=2")).GetProperty("events").EnumerateArray());
        gate.SetResult();
        await lines.ReadToEndAsync(Token);
        var rest = (await host.SeeAsync("op", $"{path}?after=2")).GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(["agent_text", "agent_completed"], rest.Select(item => item.Type()));
    }

    [Fact]
    public async Task Show_OfMoreThanAPage_AllOfItInPages()
    {
        await using var host = await InspectorHost.StartAsync(more: agents => agents.AddAgent("chatty", async (execution, cancellationToken) =>
        {
            for (var i = 0; i < 300; i++)
            {
                await execution.Tools.DispatchAsync("look_up", ContextValue.Map(("what", "x")), cancellationToken);
            }

            return AgentOutput.FromText("");
        }));
        await host.RunAsync("alice", "chatty");
        var path = (await host.RunsAsync("op")).Single().Path;
        var first = await host.SeeAsync("op", path);
        var second = await host.SeeAsync("op", $"{path}?after=500");
        Assert.Equal((true, false), (first.GetProperty("more").GetBoolean(), second.GetProperty("more").GetBoolean()));
        var sequences = first.GetProperty("events").EnumerateArray().Concat(second.GetProperty("events").EnumerateArray()).Select(item => item.GetProperty("sequence").GetInt64());
        Assert.Equal(Enumerable.Range(1, 602).Select(i => (long)i), sequences);
    }

    [Fact]
    public async Task Show_OfAWorkflow_ItsPictureAndWhereItWaits()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "order");
        var page = await host.SeeAsync("op", (await host.RunsAsync("op")).Single().Path);
        var picture = page.GetProperty("workflow").GetString();
        Assert.All(["price", "approval", "send"], step => Assert.Contains($"\"{step}", picture, StringComparison.Ordinal));
        var events = page.GetProperty("events").EnumerateArray().ToArray();
        Assert.Contains(events, item => item.Type() == "step_completed" && item.GetProperty("step").GetString() == "price");
        Assert.Contains(events, item => item.Type() == "workflow_waiting" && item.GetProperty("step").GetString() == "approval");
        Assert.DoesNotContain(events, item => item.TryGetProperty("step", out var step) && step.GetString() == "send");
    }

    [Fact]
    public async Task Show_OfARunIdThatTwoOwnersGave_TheOneThatIsMeant()
    {
        await using var host = await InspectorHost.StartAsync();
        var runId = RunId.New().ToString();
        foreach (var (user, agent) in new[] { ("alice", "echo"), ("bob", "desk") })
        {
            using var client = host.Client(user);
            using var response = await client.PostAsJsonAsync("/agents/runs", new { agent, input = "", run_id = runId }, Token);
            response.EnsureSuccessStatusCode();
        }

        var runs = await host.RunsAsync("op");
        Assert.Equal(2, runs.Length);
        foreach (var (path, run) in runs)
        {
            var page = await host.SeeAsync("op", path);
            Assert.Equal(run.GetProperty("agent").GetString(), page.GetProperty("events")[0].GetProperty("agent").GetString());
        }
    }

    [Fact]
    public async Task List_ForWhoeverLooksAfterATenant_ItsRunsAlone()
    {
        await using var host = await InspectorHost.StartAsync(inspector: o => o.RunsFor = user => user.HasClaim("sub", "carol") ? RunsOf.Tenant(ClaimsOwner.Of(user, "tenant")!.Value.TenantId) : RunsOf.Everybody, tenantClaim: "tenant");
        await host.RunAsync("alice@https://issuer.example#red", "echo");
        await host.RunAsync("bob@https://issuer.example#blue", "echo");
        Assert.Equal(2, (await host.RunsAsync("op")).Length);
        var hers = (await host.RunsAsync("carol@https://issuer.example#red")).Single().Path;
        var others = (await host.RunsAsync("op")).Single(run => run.Path != hers).Path;
        using var client = host.Client("carol@https://issuer.example#red");
        using var response = await client.GetAsync($"/inspector/data/{others}", Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Verify_OfATrailAndOfAForgedOne_SaysWhich()
    {
        var store = new ForgedAuditStore();
        await using var host = await InspectorHost.StartAsync(store);
        await host.RunAsync("alice", "desk");
        var path = (await host.RunsAsync("op")).Single().Path;
        var found = await VerifyAsync(host, path);
        Assert.True(found.GetProperty("verified").GetBoolean());
        Assert.True(found.GetProperty("count").GetInt64() >= 2);
        var owner = host.Services.GetRequiredService<IRunOperator>().List(RunsOf.Everybody).Single().Owner;
        store.Forge(host.Services.GetRequiredService<IAuditTrail>().StreamOf(owner));
        found = await VerifyAsync(host, path);
        Assert.False(found.GetProperty("verified").GetBoolean());
        Assert.Equal(("Altered", 1L), (found.GetProperty("fault").GetString(), found.GetProperty("first_bad_sequence").GetInt64()));
    }

    [Fact]
    public async Task Counters_OfThisHost_AndOfNoOther()
    {
        await using var host = await InspectorHost.StartAsync();
        await using var other = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "desk");
        Assert.Equal(2, (await host.SeeAsync("op", "runs")).GetProperty("counters").GetProperty("netra.agents.executions").GetInt64());
        Assert.Equal(1, (await host.SeeAsync("op", "runs")).GetProperty("counters").GetProperty("netra.agents.tool_calls").GetInt64());
        Assert.Equal(0, (await other.SeeAsync("op", "runs")).GetProperty("counters").GetProperty("netra.agents.executions").GetInt64());
    }

    [Fact]
    public async Task Show_WithWordsThatAreMarkup_JsonThatIsNotTakenForAPage()
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "echo", InspectorHost.Markup);
        using var client = host.Client("boss");
        using var response = await client.GetAsync($"/inspector/data/{(await host.RunsAsync("boss")).Single().Path}", Token);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains(InspectorHost.Markup, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> VerifyAsync(WebHost host, string path)
    {
        using var client = host.Client("op");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/inspector/data/{path}/audit");
        request.Headers.Add("X-Requested-With", "netra-inspector");
        using var response = await client.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    /// <summary>All that somebody can be shown, as it comes over the line.</summary>
    private static async Task<List<string>> EverythingAsync(WebHost host, string user)
    {
        using var client = host.Client(user);
        List<string> all = [await client.GetStringAsync("/inspector/data/runs", Token)];
        foreach (var (path, _) in await host.RunsAsync(user))
        {
            all.Add(await client.GetStringAsync($"/inspector/data/{path}", Token));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/inspector/data/{path}/audit");
            request.Headers.Add("X-Requested-With", "netra-inspector");
            using var response = await client.SendAsync(request, Token);
            all.Add(await response.Content.ReadAsStringAsync(Token));
        }

        return all;
    }
}
