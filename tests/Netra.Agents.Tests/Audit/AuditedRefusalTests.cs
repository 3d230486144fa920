using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Audit;

public sealed class AuditedRefusalTests
{
    [Fact]
    public async Task Refusal_IsInTheTrailOfItsOwnerBeforeTheAgentLearnsOfIt()
    {
        TestHost? testHost = null;
        await using var host = testHost = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            var refused = await execution.Tools.DispatchAsync("echo", ContextValue.Null);
            var entry = Assert.Single(await testHost!.AuditOf(execution.Context));
            Assert.Equal(refused.Error!.Code, entry.Code);
            Assert.Equal(execution.ExecutionId, entry.ExecutionId);
            return AgentOutput.FromText("");
        }));
        var context = host.Context("alice", grants: Grants.None);

        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();

        var kept = Assert.Single(await host.AuditOf(host.Context("alice")));
        Assert.Equal((context.Owner, context.RunId, "tool_call", "echo", "refused", "denied"), (kept.Owner, kept.RunId, kept.Kind, kept.Subject, kept.Decision, kept.Code));
        Assert.Equal(host.Clock.GetUtcNow(), kept.Timestamp);
        Assert.Empty(await host.AuditOf(host.Context("bob")));
    }

    [Fact]
    public async Task Call_Allowed_LeavesIntentAndOutcomeAndNoRefusal()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
            AgentOutput.FromValue((await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess())));

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Equal([("tool_intent", "allowed"), ("tool_outcome", "completed")], (await host.AuditOf(host.Context())).Select(entry => (entry.Kind, entry.Decision)));
    }
}
