using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.ModelContextProtocol.Tests;

public sealed class McpConnectionTests
{
    [Fact]
    public async Task Call_FiftyOwnersAtOnce_EachGetsTheAnswerOfItsOwnConnection()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        var owners = Enumerable.Range(0, 50).Select(i => $"user-{i}").ToArray();

        var calls = owners.SelectMany(owner => Enumerable.Range(0, 10).Select(async _ => (owner, (await rig.CallAsync("fake_whoami", user: owner)).Output.Text)));

        Assert.All(await McpRig.Within(Task.WhenAll(calls)), call => Assert.Equal(call.owner, call.Text));
        Assert.Equal(50, farm.Started.Count);
        Assert.Equal(owners.Order(StringComparer.Ordinal), farm.Started.Select(started => started.Credentials).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Call_SameUserIdInTwoTenants_UsesTwoConnections()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        UserExecutionContext In(string tenant) => UserExecutionContext.FromRequest(new Owner(new TenantId(tenant), new UserId("alice")), ThreadId.New(), Grants.Of("mcp.fake"));

        await rig.CallAsync(In("a"), "fake_count");
        var second = await rig.CallAsync(In("b"), "fake_count");

        Assert.Equal("alice:1", second.Output.Text);
        Assert.Equal(2, farm.Started.Count);
    }

    [Fact]
    public async Task Call_StatelessServer_SharesOneConnectionWithTheHostsCredentials()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect, o => o.IsStateless = true);

        await McpRig.Within(Task.WhenAll(Enumerable.Range(0, 20).Select(i => rig.CallAsync("fake_count", user: $"user-{i}"))));

        Assert.Equal("host:21", (await rig.CallAsync("fake_count")).Output.Text);
        Assert.Single(farm.Started);
    }

    [Fact]
    public void Owner_OfASharedConnection_IsNobody() =>
        Assert.Throws<InvalidOperationException>(() => new McpTransportContext("fake", owner: null, new ServiceCollection().BuildServiceProvider()).Owner);

    [Fact]
    public async Task Call_ServerOfOneOwnerDies_TheOtherGoesOn()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        var alice = rig.CallAsync("fake_wait", user: "alice");
        var bob = rig.CallAsync("fake_wait", user: "bob");
        await McpRig.Until(() => farm.Waiting.Count == 2);

        farm.Of("alice").Kill();
        var lost = await McpRig.Within(alice);
        farm.Release.SetResult();

        Assert.Equal(McpErrorCodes.Disconnected, lost.Code);
        Assert.Equal("released", (await McpRig.Within(bob)).Output.Text);
        Assert.Equal("alice", (await rig.CallAsync("fake_whoami", user: "alice")).Output.Text);
        Assert.Equal(3, farm.Started.Count);
    }

    [Fact]
    public async Task Call_ConnectionLostAgainAndAgain_IsMadeAgainAtOnceOnlyTheFirstTime()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        for (var i = 0; i < 2; i++)
        {
            var call = rig.CallAsync("fake_wait");
            await McpRig.Until(() => farm.Waiting.Count == i + 1);
            farm.Of("alice").Kill();
            Assert.Equal(McpErrorCodes.Disconnected, (await McpRig.Within(call)).Code);
        }

        Assert.Equal(AgentErrorCodes.ToolUnavailable, (await rig.CallAsync("fake_whoami")).Code);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("alice", (await rig.CallAsync("fake_whoami")).Output.Text);
    }

    [Fact]
    public async Task Call_ServerThatReadsNoMore_IsGivenUpAndTheNextCallGetsAnother()
    {
        var farm = new ServerFarm();
        var sent = 0;
        var deaf = new DeafServer();
        await using var rig = new McpRig(context => sent++ == 0 ? deaf.Transport : farm.Connect(context));
        using var stop = new CancellationTokenSource();
        await rig.ListAsync();
        var stuck = rig.CallAsync("fake_echo", ContextValue.Map(("text", new string('x', 100_000))), cancellationToken: stop.Token);
        await McpRig.Until(() => deaf.IsFull);

        await stop.CancelAsync();
        await McpRig.Within(stuck);
        await McpRig.Until(() =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return rig.Connections.OpenCount == 0;
        });

        Assert.Equal("alice", (await rig.CallAsync("fake_whoami")).Output.Text);
    }

    [Fact]
    public async Task Call_OneOfTwoCallersOfAnOwnerGivesUpTheConnect_TheOtherGetsIt()
    {
        var farm = new ServerFarm();
        var begun = new TaskCompletionSource();
        var connect = new TaskCompletionSource();
        var attempts = 0;
        await using var rig = new McpRig(builder => builder.AddMcpTools("fake", async (context, _) =>
        {
            Interlocked.Increment(ref attempts);
            begun.SetResult();
            await connect.Task;
            return farm.Connect(context);
        }));
        using var stop = new CancellationTokenSource();
        var first = rig.CallAsync("fake_whoami", cancellationToken: stop.Token);
        await McpRig.Within(begun.Task);
        var second = rig.CallAsync("fake_whoami");

        await stop.CancelAsync();
        await McpRig.Within(first);
        connect.SetResult();

        Assert.Equal("alice", (await McpRig.Within(second)).Output.Text);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Call_OneOwnersConnectHangs_OthersAreServedAndItIsUnavailableInTime()
    {
        var farm = new ServerFarm();
        var hung = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var rig = new McpRig(builder => builder.AddMcpTools("fake", async (context, _) =>
        {
            if (context.Owner.UserId.Value == "alice")
            {
                hung.SetResult();
                await release.Task;
            }

            return farm.Connect(context);
        }));
        var alice = rig.CallAsync("fake_whoami", user: "alice");
        await McpRig.Within(hung.Task);

        Assert.Equal("bob", (await rig.CallAsync("fake_whoami", user: "bob")).Output.Text);
        Assert.False(alice.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(AgentErrorCodes.ToolUnavailable, (await McpRig.Within(alice)).Code);

        // What comes of it after all is closed, and nobody's.
        release.SetResult();
        await McpRig.Until(() => farm.Started.Count == 2);
        await McpRig.Within(farm.Of("alice").Ended);
    }

    [Fact]
    public async Task Call_ServerNeverAnswersTheHandshake_IsUnavailableInTime()
    {
        var connected = new TaskCompletionSource();
        await using var rig = new McpRig(_ =>
        {
            connected.SetResult();
            return new SilentServer().Transport;
        });
        var call = rig.CallAsync("fake_whoami");
        await McpRig.Within(connected.Task);

        rig.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(AgentErrorCodes.ToolUnavailable, (await McpRig.Within(call)).Code);
    }

    [Fact]
    public async Task Call_ConnectFails_IsTriedAgainAfterAWaitThatGrows()
    {
        var attempts = 0;
        await using var rig = new McpRig(_ =>
        {
            attempts++;
            throw new IOException("the password is hunter2");
        });

        foreach (var (wait, expected) in new[] { (0.0, 1), (0.9, 1), (0.1, 2), (1.9, 2), (0.1, 3), (3.9, 3), (0.1, 4) })
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(wait));
            var outcome = await rig.CallAsync("fake_whoami");
            Assert.Equal((AgentErrorCodes.ToolUnavailable, expected), (outcome.Code, attempts));
            Assert.DoesNotContain("hunter2", outcome.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OneOwnersConnectFails_AnotherIsNotMadeToWait()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(context => context.Owner.UserId.Value == "alice" ? throw new IOException() : farm.Connect(context));

        Assert.Equal(AgentErrorCodes.ToolUnavailable, (await rig.CallAsync("fake_whoami", user: "alice")).Code);

        Assert.Equal("bob", (await rig.CallAsync("fake_whoami", user: "bob")).Output.Text);
    }

    [Fact]
    public async Task Call_PastMaxConnections_IsRefusedUntilOneIsIdle()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect, o => o.MaxConnections = 2);
        await rig.CallAsync("fake_whoami", user: "a");
        await rig.CallAsync("fake_whoami", user: "b");

        var refused = await rig.CallAsync("fake_whoami", user: "c");
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = await rig.CallAsync("fake_whoami", user: "c");

        Assert.Equal(AgentErrorCodes.LimitReached, refused.Code);
        Assert.Contains("McpToolsOptions.MaxConnections", refused.Message, StringComparison.Ordinal);
        Assert.Equal("c", later.Output.Text);
    }

    [Fact]
    public async Task Call_MaxConnectionsOfOwnersWithoutAServer_LeavesRoomForOneWith()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(context => context.Owner.UserId.Value == "c" ? farm.Connect(context) : throw new IOException(), o => o.MaxConnections = 2);
        await rig.CallAsync("fake_whoami", user: "a");
        await rig.CallAsync("fake_whoami", user: "b");

        Assert.Equal("c", (await rig.CallAsync("fake_whoami", user: "c")).Output.Text);
    }

    [Fact]
    public async Task Connection_Idle_IsClosedAndMadeAgain()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        await rig.CallAsync("fake_whoami");
        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        await rig.CallAsync("fake_whoami");
        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1, rig.Connections.OpenCount);

        rig.Clock.Advance(TimeSpan.FromMinutes(3));

        await McpRig.Within(farm.Of("alice").Ended);
        await McpRig.Until(() => rig.Connections.OpenCount == 0);
        Assert.Equal("alice", (await rig.CallAsync("fake_whoami")).Output.Text);
        Assert.Equal(2, farm.Started.Count);
    }

    [Fact]
    public async Task Connection_WithACallUnderWay_IsNotClosedAsIdle()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect, o => o.Tool("wait", tool => tool with { Timeout = Timeout.InfiniteTimeSpan }), o => o.Timeouts = new AgentTimeouts
        {
            Run = Timeout.InfiniteTimeSpan,
            Execution = Timeout.InfiniteTimeSpan,
            Idle = Timeout.InfiniteTimeSpan,
            Queue = TimeSpan.FromMinutes(1),
        });
        var call = rig.CallAsync("fake_wait");
        await McpRig.Until(() => farm.Waiting.Count == 1);

        rig.Clock.Advance(TimeSpan.FromMinutes(30));
        farm.Release.SetResult();

        Assert.Equal("released", (await McpRig.Within(call)).Output.Text);
    }

    [Fact]
    public async Task Dispose_OfTheHost_EndsEveryServer()
    {
        var farm = new ServerFarm();
        var rig = new McpRig(farm.Connect);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => rig.CallAsync("fake_whoami", user: $"user-{i}")));

        await rig.DisposeAsync();

        await McpRig.Within(Task.WhenAll(farm.Started.Select(started => started.Server.Ended)));
        Assert.Equal(5, farm.Started.Count);
    }

    [Fact]
    public async Task Connect_Always_SeesNothingAmbientOfTheCaller()
    {
        var farm = new ServerFarm();
        var ambient = new AsyncLocal<string?>();
        string? seen = "nothing";
        await using var rig = new McpRig(context =>
        {
            seen = ambient.Value;
            return farm.Connect(context);
        });
        ambient.Value = "alice";

        var outcome = await new McpToolSource(rig.Connections).ListAsync(McpRig.Context(), CancellationToken.None);

        Assert.Equal(3, outcome.Count);
        Assert.Null(seen);
    }

    [Fact]
    public async Task Invoke_ToolOfAnotherOwnersConnection_IsRefused()
    {
        var farm = new ServerFarm();
        await using var rig = new McpRig(farm.Connect);
        await using var crossed = new McpRig(builder => CrossedSource.Add(builder, rig.Connections));

        var outcome = await crossed.CallAsync("fake_whoami", user: "mallory");

        Assert.Equal(AgentErrorCodes.ToolFailed, outcome.Code);
    }
}
