using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

public sealed class EverythingServerTests(EverythingServer server) : IClassFixture<EverythingServer>
{
    [Fact]
    public async Task List_OfTheReferenceServer_HasItsTools()
    {
        server.SkipIfMissing();
        await using var rig = new McpRig(server.Connect);

        var tools = await rig.ListAsync();

        Assert.Contains("fake_echo", tools);
        Assert.Contains("fake_get-sum", tools);
        Assert.Contains("fake_trigger-long-running-operation", tools);
        TestContext.Current.TestOutputHelper?.WriteLine($"{tools.Length} tools: {string.Join(", ", tools)}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', rig.Log.Lines));
    }

    [Fact]
    public async Task Call_OfTheReferenceServer_GivesWhatItSays()
    {
        server.SkipIfMissing();
        await using var rig = new McpRig(server.Connect);

        var echo = await rig.CallAsync("fake_echo", ContextValue.Map(("message", "héllo \"world\" 🌍")));
        var sum = await rig.CallAsync("fake_get-sum", ContextValue.Map(("a", 2), ("b", 40)));
        var image = await rig.CallAsync("fake_get-tiny-image");

        Assert.Equal("Echo: héllo \"world\" 🌍", echo.Output.Text);
        Assert.Contains("42", sum.Output.Text, StringComparison.Ordinal);
        var picture = image.Output.Items.Single(item => item.Kind == ContextValueKind.Map);
        Assert.Equal(("image", "image/png"), (picture["type"].AsString(), picture["mime_type"].AsString()));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture["data"].AsBytes()[..4]);
    }

    [Fact]
    public async Task Call_WithArgumentsThatDontFit_IsRefusedHereAndByTheServer()
    {
        server.SkipIfMissing();
        await using var rig = new McpRig(server.Connect, o => o.Tool("get-sum", tool => new ToolDefinition(tool.Name, tool.Description, ContextValue.FromJson("""{"type":"object","additionalProperties":true}""")) { RequiredPermission = tool.RequiredPermission }));

        Assert.Equal(AgentErrorCodes.InvalidArguments, (await rig.CallAsync("fake_echo", ContextValue.Map(("message", 1)))).Code);
        Assert.Equal(McpErrorCodes.ServerError, (await rig.CallAsync("fake_get-sum", ContextValue.Map(("a", "two"), ("b", 40)))).Code);
    }

    [Fact]
    public async Task Call_LongRunningWithProgress_Completes()
    {
        server.SkipIfMissing();
        await using var rig = new McpRig(server.Connect);

        var outcome = await rig.CallAsync("fake_trigger-long-running-operation", ContextValue.Map(("duration", 0.5m), ("steps", 5)));

        Assert.Contains("completed", outcome.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerKilledInTheMiddle_EndsWithAValueAndTheNextOneWorks()
    {
        server.SkipIfMissing();
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = new McpRig(context => new WatchedTransport(server.Connect(context), message =>
        {
            if (message is JsonRpcRequest { Method: RequestMethods.ToolsCall })
            {
                sent.TrySetResult();
            }
        }));
        var call = rig.CallAsync("fake_trigger-long-running-operation", ContextValue.Map(("duration", 600), ("steps", 6_000)));
        await McpRig.Within(sent.Task);
        using var process = server.Process();

        process.Kill();

        Assert.Equal(McpErrorCodes.Disconnected, (await McpRig.Within(call)).Code);
        Assert.Equal("Echo: again", (await rig.CallAsync("fake_echo", ContextValue.Map(("message", "again")))).Output.Text);
    }

    [Fact]
    public async Task Call_TwoOwners_HaveAProcessEachWithItsOwnEnvironment()
    {
        server.SkipIfMissing();
        await using var rig = new McpRig(server.Connect);

        var alice = await rig.CallAsync("fake_get-env", user: "alice");
        var bob = await rig.CallAsync("fake_get-env", user: "bob");

        Assert.Contains("\"OWNER\": \"alice\"", alice.Output.Text, StringComparison.Ordinal);
        Assert.Contains("\"OWNER\": \"bob\"", bob.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_OfTheHost_LeavesNoProcess()
    {
        server.SkipIfMissing();
        var rig = new McpRig(server.Connect);
        await rig.CallAsync("fake_echo", ContextValue.Map(("message", "")));
        using var process = server.Process();

        await rig.DisposeAsync();

        Assert.True(process.HasExited);
    }
}
