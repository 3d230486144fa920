using System.Diagnostics;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol.Tests;

public sealed class McpToolCallTests
{
    [Fact]
    public async Task Call_WithGrant_GivesTheTextOfTheServer()
    {
        await using var rig = Rig((name, request, _) => ValueTask.FromResult(FakeServer.Text($"{name}:{request.Params.Arguments!["text"].GetString()}")));

        var outcome = await rig.CallAsync("fake_echo", ContextValue.Map(("text", "hello")));

        Assert.Equal((null, "echo:hello"), (outcome.Code, outcome.Output.Text));
    }

    [Fact]
    public async Task Call_WithoutGrant_IsDeniedAndNeverReachesTheServer()
    {
        var reached = false;
        await using var rig = Rig((_, _, _) =>
        {
            reached = true;
            return ValueTask.FromResult(FakeServer.Text(""));
        });

        var outcome = await rig.CallAsync(McpRig.Context("alice", "other"), "fake_echo");

        Assert.Equal(AgentErrorCodes.Denied, outcome.Code);
        Assert.False(reached);
        Assert.Empty(await rig.ListAsync("alice", "other"));
    }

    [Fact]
    public async Task Call_ResultIsError_FailsWithTheServersWords()
    {
        await using var rig = Rig((_, _, _) => ValueTask.FromResult(FakeServer.Text("No such\u202E file\u0007.", isError: true)));

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal((McpErrorCodes.ServerError, "No such file."), (outcome.Code, outcome.Message));
    }

    [Fact]
    public async Task Call_ErrorLongerThanIsReadable_IsShortened()
    {
        await using var rig = Rig((_, _, _) => ValueTask.FromResult(FakeServer.Text(new string('x', 10_000), isError: true)));

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal(McpFaults.MaxMessageLength + 1, outcome.Message!.Length);
    }

    [Fact]
    public async Task Call_ServerThrows_IsAnErrorOfTheServer()
    {
        await using var rig = Rig((_, _, _) => throw new InvalidOperationException("secret"));

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal(McpErrorCodes.ServerError, outcome.Code);
        Assert.DoesNotContain("secret", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ResultTooLarge_FailsAndSaysTheLimit()
    {
        await using var rig = Rig((_, _, _) => ValueTask.FromResult(FakeServer.Text(new string('x', 101))), o => o.MaxResultSize = 100);

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal(McpErrorCodes.ResultTooLarge, outcome.Code);
        Assert.Contains("100 (McpToolsOptions.MaxResultSize)", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_MixedBlocks_GivesAListOfThem()
    {
        var result = new CallToolResult
        {
            Content =
            [
                new TextContentBlock { Text = "see" },
                ImageContentBlock.FromBytes(new byte[] { 1, 2, 3 }, "image/png"),
                new ResourceLinkBlock { Uri = "file:///a", Name = "a", MimeType = "text/plain" },
                new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "file:///b", Text = "b" } },
            ],
        };
        await using var rig = Rig((_, _, _) => ValueTask.FromResult(result));

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal(
            """["see",{"type":"image","mime_type":"image/png","data":"AQID"},{"type":"resource_link","uri":"file:///a","name":"a","mime_type":"text/plain","description":null},{"type":"resource","uri":"file:///b","mime_type":null,"text":"b"}]""",
            outcome.Output.ToJson());
    }

    [Fact]
    public async Task Call_StructuredContent_IsTheOutput()
    {
        var result = FakeServer.Text("{}");
        result.StructuredContent = System.Text.Json.JsonElement.Parse("""{"price":1.10,"n":3}""");
        await using var rig = Rig((_, _, _) => ValueTask.FromResult(result));

        var outcome = await rig.CallAsync("fake_echo");

        Assert.Equal(ContextValue.Map(("price", 1.10m), ("n", 3)), outcome.Output);
    }

    [Fact]
    public async Task Call_CallerGivesUp_CancelsAtTheServer()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var rig = Rig(async (_, _, token) =>
        {
            entered.SetResult();
            await Stopped(token);
            cancelled.SetResult();
            throw new OperationCanceledException(token);
        });
        using var stop = new CancellationTokenSource();
        var call = rig.CallAsync("fake_echo", cancellationToken: stop.Token);
        await McpRig.Within(entered.Task);

        await stop.CancelAsync();

        await McpRig.Within(call);
        await McpRig.Within(cancelled.Task);
    }

    [Fact]
    public async Task Call_LongerThanItsTimeout_EndsWithAValueAndCancelsAtTheServer()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var rig = Rig(
            async (_, _, token) =>
            {
                entered.SetResult();
                await Stopped(token);
                cancelled.SetResult();
                throw new OperationCanceledException(token);
            },
            o => o.Tool("echo", tool => tool with { Timeout = TimeSpan.FromSeconds(7) }));
        var call = rig.CallAsync("fake_echo");
        await McpRig.Within(entered.Task);

        for (var second = 0; second < 8; second++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(AgentErrorCodes.ToolTimedOut, (await McpRig.Within(call)).Code);
        await McpRig.Within(cancelled.Task);
    }

    [Fact]
    public async Task Call_Always_SendsTheArgumentsAndNothingOfTheOwner()
    {
        var raw = new RawServer((method, _) => method == "tools/list" ? RawServer.Tools(RawServer.Tool("echo", "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"}}}")) : """{"content":[]}""");
        await using var rig = new McpRig(_ => raw.Transport);

        await rig.CallAsync("fake_echo", ContextValue.Map(("a", 1.50m)), user: "alice-the-secret");

        var call = raw.Seen.Single(line => line.Contains("tools/call", StringComparison.Ordinal));
        Assert.Contains("\"arguments\":{\"a\":1.50}", call, StringComparison.Ordinal);
        Assert.DoesNotContain(raw.Seen, line => line.Contains("alice", StringComparison.Ordinal) || line.Contains("mcp.fake", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithATraceAndBaggage_SendsThemOnlyWhenTheHostSaysSo(bool propagate)
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        var raw = new RawServer((method, _) => method == "tools/list" ? RawServer.Tools(RawServer.Tool("echo")) : """{"content":[]}""");
        await using var rig = new McpRig(_ => raw.Transport, o => o.PropagateTrace = propagate);
        using var activity = new Activity("request").Start();
        activity.AddBaggage("user", "alice-the-secret");

        await rig.CallAsync("fake_echo");

        var call = raw.Seen.Single(line => line.Contains("tools/call", StringComparison.Ordinal));
        Assert.Equal(propagate, call.Contains(activity.TraceId.ToHexString(), StringComparison.Ordinal));
        Assert.Equal(propagate, raw.Seen.Any(line => line.Contains("alice-the-secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Call_HostMakesMeta_SendsIt()
    {
        string? seen = null;
        await using var rig = Rig(
            (_, request, _) =>
            {
                seen = (string?)request.Params.Meta?["tenant"];
                return ValueTask.FromResult(FakeServer.Text(""));
            },
            o => o.Meta = invocation => ContextValue.Map(("tenant", invocation.UserContext.UserId.Value)));

        await rig.CallAsync("fake_echo", user: "bob");

        Assert.Equal("bob", seen);
    }

    [Fact]
    public async Task Call_ServerReportsProgress_KeepsTheExecutionAlive()
    {
        var step = new SemaphoreSlim(0);
        await using var rig = Rig(async (_, request, token) =>
        {
            for (var i = 1; i <= 3; i++)
            {
                await step.WaitAsync(token);
                await request.Server.NotifyProgressAsync(request.Params.ProgressToken!.Value, new() { Progress = i, Total = 3 }, cancellationToken: token);
            }

            return FakeServer.Text("done");
        });
        var call = rig.CallAsync("fake_echo");
        step.Release(3);

        Assert.Equal("done", (await McpRig.Within(call)).Output.Text);
    }

    private static async Task Stopped(CancellationToken token)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(_ => stopped.SetResult(), null);
        await stopped.Task;
    }

    private static McpRig Rig(Func<string, RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<CallToolResult>> call, Action<McpToolsOptions>? configure = null) =>
        new(_ => new FakeServer(Options(call)).Transport, configure);

    private static McpServerOptions Options(Func<string, RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<CallToolResult>> call) => new()
    {
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [FakeServer.Tool("echo")] }),
            CallToolHandler = (request, token) => call(request.Params.Name, request, token),
        },
    };
}
