using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class NetraSessionTests
{
    private static readonly Owner Alice = new(new TenantId("acme"), new UserId("alice"));

    [Fact]
    public async Task Serialize_Session_HasOwnerAndThreadAndNoGrants()
    {
        await using var rig = new Rig(Echo);
        var agent = rig.Core.AsAIAgent("echo");
        var session = agent.CreateSession(Alice, new ThreadId("t"), Grants.Of("admin"));
        session.StateBag.SetValue("theirs", "kept");

        var json = await agent.SerializeSessionAsync(session);
        var read = agent.DeserializeSession(json, Alice);

        Assert.Equal("""{"schema":1,"tenant":"acme","user":"alice","thread":"t","agent":"echo","state":{"theirs":"kept"}}""", json.GetRawText());
        Assert.Equal((Alice, new ThreadId("t"), "kept"), (read.Owner, read.ThreadId, read.StateBag.GetValue<string>("theirs")));
        Assert.Equal("/", (await Rig.Within(agent.RunAsync("hi", read))).Text);
        Assert.Equal("/read", (await Rig.Within(agent.RunAsync("hi", agent.DeserializeSession(json, Alice, Grants.Of("read"))))).Text);
    }

    [Theory]
    [InlineData("bob", "acme")]
    [InlineData("alice", "other")]
    [InlineData("alice", null)]
    public async Task Deserialize_ForAnother_IsRefused(string user, string? tenant)
    {
        await using var rig = new Rig(Echo);
        var agent = rig.Core.AsAIAgent("echo");
        var json = await agent.SerializeSessionAsync(agent.CreateSession(Alice, new ThreadId("t")));
        var other = new Owner(tenant is null ? TenantId.None : new TenantId(tenant), new UserId(user));

        var refused = Assert.Throws<InvalidOperationException>(() => agent.DeserializeSession(json, other));

        Assert.DoesNotContain("alice", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await rig.Core.AsAIAgent("echo", other).DeserializeSessionAsync(json));
        Assert.Throws<ArgumentException>(() => agent.DeserializeSession(json, default));
    }

    [Fact]
    public async Task Deserialize_NobodyIsNamed_IsRefused()
    {
        await using var rig = new Rig(Echo);
        var agent = rig.Core.AsAIAgent("echo");
        var json = await agent.SerializeSessionAsync(agent.CreateSession(Alice, new ThreadId("t")));

        Assert.Contains("DeserializeSession", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.DeserializeSessionAsync(json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deserialize_ForItsOneOwner_HasTheGrantsOfTheAgent()
    {
        await using var rig = new Rig(Echo);
        var agent = rig.Core.AsAIAgent("echo", Alice, Grants.Of("read"));
        var json = await agent.SerializeSessionAsync(agent.CreateSession(Alice, new ThreadId("t"), Grants.Of("admin")));

        Assert.Equal("/read", (await Rig.Within(agent.RunAsync("hi", await agent.DeserializeSessionAsync(json)))).Text);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"schema":2,"tenant":"acme","user":"alice","thread":"t","agent":"echo"}""")]
    [InlineData("""{"schema":"1","tenant":"acme","user":"alice","thread":"t","agent":"echo"}""")]
    [InlineData("""{"schema":1,"tenant":"acme","user":"alice","thread":"t","agent":"other"}""")]
    [InlineData("""{"schema":1,"tenant":"acme","user":"alice","thread":"t"}""")]
    [InlineData("""{"schema":1,"tenant":"acme","user":"alice","thread":"","agent":"echo"}""")]
    [InlineData("""{"schema":1,"tenant":"acme","user":"alice","thread":7,"agent":"echo"}""")]
    public async Task Deserialize_Garbage_IsRefused(string json)
    {
        await using var rig = new Rig(Echo);

        Assert.Throws<ArgumentException>(() => rig.Core.AsAIAgent("echo").DeserializeSession(JsonElement.Parse(json), Alice));
    }

    [Theory]
    [InlineData("""["acme"]""")]
    [InlineData("""7""")]
    [InlineData("\"\\ud800\"")]
    [InlineData(null)]
    public async Task Deserialize_TenantThatIsNoTextOrMissing_IsNotNone(string? tenant)
    {
        await using var rig = new Rig(Echo);
        var json = JsonElement.Parse($$"""{"schema":1,{{(tenant is null ? "" : $"\"tenant\":{tenant},")}}"user":"alice","thread":"t","agent":"echo"}""");

        Assert.Throws<ArgumentException>(() => rig.Core.AsAIAgent("echo").DeserializeSession(json, new Owner(new UserId("alice"))));
    }

    [Fact]
    public async Task Deserialize_OfNoTenant_IsTaken()
    {
        await using var rig = new Rig(Echo);
        var json = JsonElement.Parse("""{"schema":1,"tenant":null,"user":"alice","thread":"t","agent":"echo"}""");

        Assert.Equal(new ThreadId("t"), rig.Core.AsAIAgent("echo").DeserializeSession(json, new Owner(new UserId("alice"))).ThreadId);
    }

    [Fact]
    public async Task Deserialize_GrantsAddedByHand_AreNotGiven()
    {
        await using var rig = new Rig(Echo);
        var agent = rig.Core.AsAIAgent("echo");
        var json = JsonNode.Parse((await agent.SerializeSessionAsync(agent.CreateSession(Alice, new ThreadId("t")))).GetRawText())!;
        json["grants"] = new JsonArray("admin");

        Assert.Equal("/", (await Rig.Within(agent.RunAsync("hi", agent.DeserializeSession(JsonElement.Parse(json.ToJsonString()), Alice)))).Text);
    }

    [Fact]
    public async Task BothWays_AgentOfTheLibraryBehindAnAIAgentOfTheLibrary_KeepsOwnersApart()
    {
        await using var rig = new Rig(builder => builder
            .AddAgent("inner", async (AgentExecution execution, CancellationToken cancellationToken) =>
            {
                await execution.State.AppendAsync(StateScope.Thread, "said", execution.Input, cancellationToken: cancellationToken);
                var said = (await execution.State.GetAsync(StateScope.Thread, "said", cancellationToken))!.Value;
                return AgentOutput.FromText($"{execution.Context.UserId}: {string.Join(',', said.Items.Select(item => item.Text))}");
            })
            .AddAIAgent("outer", services => services.GetRequiredService<IAgentExecutionCore>().AsAIAgent("inner", services.GetRequiredService<UserExecutionContext>().Owner)));

        Assert.Equal("alice: one", (await rig.RunAsync("outer", "alice", input: "one")).EnsureSuccess().Text);
        Assert.Equal("bob: two", (await rig.RunAsync("outer", "bob", input: "two")).EnsureSuccess().Text);
        Assert.Equal("alice: one,three", (await rig.RunAsync("outer", "alice", input: "three")).EnsureSuccess().Text);
    }

    private static void Echo(INetraAgentsBuilder builder) =>
        builder.AddAgent("echo", (AgentExecution execution, CancellationToken _) => AgentOutput.FromText($"/{string.Join(',', execution.Context.Grants)}"));
}
