using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

/// <summary>A message that says who is asking, or what they may do, is refused whatever else it says.</summary>
public sealed class ConnectionIdentityTests
{
    public static TheoryData<string> Names => new(
        "user", "userId", "user_id", "User-ID", "USERID", "userid", "__user__id", "username", "user_name", "tenant", "tenantId", "tenant_id", "owner", "Owner", "owner_id",
        "sub", "subject", "identity", "principal", "on_behalf_of", "onBehalfOf", "actor", "grants", "permissions", "roles");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_MessageThatNamesAUser_IsRefusedAuditedAndNothingRuns(string name)
    {
        var ran = false;
        await using var host = new TestHost(builder => builder.AddAgent("agent", (_, _) =>
        {
            ran = true;
            return AgentOutput.FromText("");
        }));
        var alice = new Client(host, "alice");
        string[] messages =
        [
            $$"""{"type":"run","agent":"agent","input":"x","{{name}}":"bob"}""", $$"""{"{{name}}":null,"type":"run","agent":"agent","input":"x"}""",
            $$"""{"type":"resume","run_id":"{{RunId.New()}}","{{name}}":"alice"}""", $$"""{"type":"cancel","run_id":"{{RunId.New()}}","{{name}}":7}""",
            $$"""{"type":"approve","approval_id":"{{RunId.New()}}","approved":true,"{{name}}":["alice"]}""",
        ];
        string[] requests = ["run", "run", "resume", "cancel", "approve"];

        for (var i = 0; i < messages.Length; i++)
        {
            var response = await alice.SendAsync(messages[i]).Soon();

            Assert.Equal((AgentErrorCodes.IdentityInMessage, requests[i]), (response.Error?.Code, response.Request));
            Assert.Equal($"The message has '{name}'. Who is asking, and what they may do, is known from the connection and never read from a message.", response.Error?.Message);
        }

        Assert.False(ran);
        Assert.Empty(alice.Frames);
        var audited = await host.AuditOf(host.Context("alice"));
        Assert.Equal(requests, audited.Select(entry => entry.Subject));
        Assert.All(audited, entry => Assert.Equal(
            (alice.Owner, "connection", "refused", AgentErrorCodes.IdentityInMessage, host.Clock.GetUtcNow()), (entry.Owner, entry.Kind, entry.Decision, entry.Code, entry.Timestamp)));
        Assert.Empty(await host.AuditOf(host.Context("bob")));
    }

    [Fact]
    public async Task Run_IdentityBesideATypeThatIsNone_SaysNothingOfTheClientsOwn()
    {
        await using var host = new TestHost();
        var alice = new Client(host, "alice");

        var response = await alice.SendAsync($$"""{"type":"{{new string('x', 5_000)}}\n","user_id":"bob"}""").Soon();

        Assert.Equal(("unknown", AgentErrorCodes.IdentityInMessage), (response.Request, response.Error?.Code));
        Assert.Equal("unknown", Assert.Single(await host.AuditOf(host.Context("alice"))).Subject);
    }

    [Fact]
    public async Task Run_NameThatOnlyLooksLikeOne_IsRefusedAsUnknown()
    {
        await using var host = new TestHost();
        foreach (var name in new[] { "u\u200Bser", "usеr_id", "user id" })
        {
            var response = await new Client(host, "alice").SendAsync($$"""{"type":"run","agent":"echo","input":"x","{{name}}":"bob"}""").Soon();

            Assert.Equal(AgentErrorCodes.InvalidMessage, response.Error?.Code);
        }
    }

    [Fact]
    public async Task Run_IdentityWithinTheInput_IsDataForTheAgent()
    {
        await using var host = new TestHost();

        var response = await new Client(host, "alice").SendAsync("""{"type":"run","agent":"echo","input":{"user_id":"bob"}}""").Soon();

        Assert.Equal(ContextValue.Map(("user_id", "bob")), response.Output);
    }
}
