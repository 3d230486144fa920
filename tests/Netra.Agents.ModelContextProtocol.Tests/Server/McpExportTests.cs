using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

public sealed class McpExportTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task Call_OfAnExportedTool_RunsItForTheCaller(string? protocolVersion)
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync(protocolVersion);

        var who = await client.CallToolAsync("whoami");
        var twice = await client.CallToolAsync("double", new Dictionary<string, object?> { ["number"] = 21 });

        Assert.StartsWith("alice in mcp-", ExportRig.Text(who), StringComparison.Ordinal);
        Assert.Equal(42, twice.StructuredContent!.Value.GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Call_TwiceInASession_IsOneThread()
    {
        await using var rig = new ExportRig();
        await using var first = await rig.ConnectAsync();
        await using var second = await rig.ConnectAsync();

        var threads = new List<string> { ExportRig.Text(await first.CallToolAsync("whoami")), ExportRig.Text(await first.CallToolAsync("whoami")), ExportRig.Text(await second.CallToolAsync("whoami")) };

        Assert.Equal(threads[0], threads[1]);
        Assert.NotEqual(threads[0], threads[2]);
    }

    [Fact]
    public async Task List_ShowsWhatIsExportedAndGranted()
    {
        await using var rig = new ExportRig { Caller = () => ExportRig.As("alice", "who") };
        await using var client = await rig.ConnectAsync();

        var tools = await client.ListToolsAsync();
        rig.Caller = () => ExportRig.As("alice", "math", "support");
        var others = await client.ListToolsAsync();

        Assert.Equal(["whoami", "broken"], tools.Select(tool => tool.Name));
        Assert.True(tools[0].ProtocolTool.Annotations?.ReadOnlyHint);
        Assert.Equal(["double", "support"], others.Select(tool => tool.Name));
    }

    [Theory]
    [InlineData("secret", AgentErrorCodes.Unknown)]
    [InlineData("nothing", AgentErrorCodes.Unknown)]
    [InlineData("mcp", AgentErrorCodes.Unknown)]
    [InlineData("caller", AgentErrorCodes.Unknown)]
    [InlineData("double", AgentErrorCodes.Denied)]
    [InlineData("support", AgentErrorCodes.Denied)]
    [InlineData("broken", "out_of_paper")]
    public async Task Call_ThatIsNotLetThrough_IsAnErrorWithItsCode(string tool, string code)
    {
        await using var rig = new ExportRig { Caller = () => ExportRig.As("alice", "who") };
        await using var client = await rig.ConnectAsync();

        var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { ["number"] = 1 }.Where(_ => tool == "double").ToDictionary());

        Assert.True(result.IsError);
        Assert.StartsWith(code + ": ", ExportRig.Text(result), StringComparison.Ordinal);
        Assert.Equal(code, result.StructuredContent!.Value.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"number":"two"}""")]
    [InlineData("""{"number":1,"user_id":"bob"}""")]
    [InlineData("""{"number":{"number":{"a":1,"a":2}}}""")]
    [InlineData("""{"number":1e999}""")]
    [InlineData("""{"number":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public async Task Call_WithHostileArguments_IsInvalid(string arguments)
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync();

        var result = await client.CallToolAsync("double", JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value));

        Assert.True(result.IsError);
        Assert.StartsWith(AgentErrorCodes.InvalidArguments, ExportRig.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAnAgent_GivesItsAnswerAndItsProgress()
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync();
        var progress = new ProgressList();
        await using var handler = client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, progress.Handle);

        var result = await client.CallToolAsync(new CallToolRequestParams
        {
            Name = "support",
            Arguments = new Dictionary<string, JsonElement> { ["input"] = JsonElement.Parse("\"Where is it?\"") },
            Meta = new() { ["progressToken"] = "mine" },
        });

        Assert.Equal("alice asked: Where is it?", ExportRig.Text(result));
        await McpRig.Until(() => progress.Count == 2);
        Assert.Equal(["0.25/1 reading", "0.75/1 writing"], progress.Told);
    }

    [Theory]
    [InlineData("""{"input":7}""")]
    [InlineData("""{"input":"a","user":"bob"}""")]
    [InlineData("{}")]
    public async Task Call_OfAnAgentWithOtherArguments_IsInvalid(string arguments)
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync();

        var result = await client.CallToolAsync("support", JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value));

        Assert.StartsWith(AgentErrorCodes.InvalidArguments, ExportRig.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_UsedByAnotherOwner_IsRefusedWithoutAWord()
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync();
        await client.CallToolAsync("whoami");
        rig.Caller = () => ExportRig.As("mallory");

        var call = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("whoami"));
        var list = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.ListToolsAsync());
        rig.Caller = () => ExportRig.As("alice");

        Assert.Equal((call.Message, McpErrorCode.InvalidRequest), (list.Message, call.ErrorCode));
        Assert.DoesNotContain("alice", call.Message, StringComparison.Ordinal);
        Assert.StartsWith("alice", ExportRig.Text(await client.CallToolAsync("whoami")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WithoutIdentity_IsRefused()
    {
        await using var rig = new ExportRig { Caller = () => null };
        await using var client = await rig.ConnectAsync();

        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("whoami"));
        rig.Caller = () => throw new InvalidOperationException("the key is hunter2");
        var thrown = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.ListToolsAsync());

        Assert.Equal("Request failed (remote): The request is refused.", thrown.Message);
        Assert.DoesNotContain(rig.Rig.Log.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_IdentityInArgumentsAndMeta_ChangesNothing()
    {
        await using var rig = new ExportRig();
        await using var client = await rig.ConnectAsync();

        var result = await client.CallToolAsync(new CallToolRequestParams { Name = "whoami", Meta = new() { ["user"] = "bob", ["userId"] = "bob", ["owner"] = "bob" } });

        Assert.StartsWith("alice in", ExportRig.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ClientCancels_CancelsTheRun()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var rig = new ExportRig(o => o.Agent("slow", "Takes for ever."), builder => builder.AddAgent("slow", async (_, token) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                cancelled.SetResult();
            }

            return AgentOutput.FromText("never");
        }));
        await using var client = await rig.ConnectAsync();
        var request = client.SendRequestAsync(new JsonRpcRequest
        {
            Id = new global::ModelContextProtocol.Protocol.RequestId("mine"),
            Method = RequestMethods.ToolsCall,
            Params = new System.Text.Json.Nodes.JsonObject { ["name"] = "slow", ["arguments"] = new System.Text.Json.Nodes.JsonObject { ["input"] = "" } },
        });
        await McpRig.Within(entered.Task);

        await client.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.CancelledNotification, Params = new System.Text.Json.Nodes.JsonObject { ["requestId"] = "mine" } });

        await McpRig.Within(cancelled.Task);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Call_ManyAtOnceInASession_DontWaitForEachOther()
    {
        var gate = new TaskCompletionSource();
        var inside = 0;
        await using var rig = new ExportRig(o => o.Tools("meet"), builder => builder.AddTool("meet", "Needs two.", async () =>
        {
            if (Interlocked.Increment(ref inside) == 2)
            {
                gate.SetResult();
            }

            await gate.Task;
            return "met";
        }, tool => tool.RequirePermission("who")));
        await using var client = await rig.ConnectAsync();

        var results = await McpRig.Within(Task.WhenAll(client.CallToolAsync("meet").AsTask(), client.CallToolAsync("meet").AsTask()));

        Assert.All(results, result => Assert.Equal("met", ExportRig.Text(result)));
    }

    [Fact]
    public void AddMcpExports_WithoutCaller_Throws() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddNetraAgents().AddMcpExports(o => o.Tools("a")));

    [Fact]
    public void AddMcpExports_SameNameTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddNetraAgents().AddMcpExports(o =>
        {
            o.Tools("a").Agent("a", "");
            o.Caller = (_, _) => default;
        }));

    [Fact]
    public void ThreadOf_PastMaxSessions_ForgetsTheLeastRecentlyUsed()
    {
        var sessions = new McpSessions(2, new CountedEntropy());
        var (alice, bob) = (new Owner(new UserId("alice")), new Owner(new UserId("bob")));
        var thread = sessions.ThreadOf(new NamedServer("1"), alice);
        sessions.ThreadOf(new NamedServer("2"), alice);
        Assert.Equal(thread, sessions.ThreadOf(new NamedServer("1"), alice));

        sessions.ThreadOf(new NamedServer("3"), alice);

        Assert.Null(sessions.ThreadOf(new NamedServer("1"), bob));
        Assert.NotNull(sessions.ThreadOf(new NamedServer("2"), bob));
    }
}
