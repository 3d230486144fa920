using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.State;

public sealed class StateManagerTests
{
    [Fact]
    public async Task State_OfTheHost_IsWhatTheOwnersAgentsSee()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            var entry = await execution.State.GetAsync(StateScope.Thread, "name");
            Assert.True((await execution.State.SetAsync(StateScope.Thread, "name", "the agent's", entry!.Version)).Succeeded);
            Assert.Equal(["name"], (await execution.State.ListAsync(StateScope.Thread)).Names);
            return AgentOutput.FromValue(entry.Value);
        }));
        Assert.True((await host.State.SetAsync(host.Context(), StateScope.Thread, "name", "the host's", expectedVersion: 0)).Succeeded);
        Assert.True((await host.State.SetAsync(host.Context("bob"), StateScope.Thread, "name", "bob's", expectedVersion: 0)).Succeeded);

        Assert.Equal("the host's", (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess().Text);

        Assert.Equal("the agent's", (await host.State.GetAsync(host.Context(), StateScope.Thread, "name"))!.Value.AsString());
        Assert.Equal("bob's", (await host.State.GetAsync(host.Context("bob"), StateScope.Thread, "name"))!.Value.AsString());
    }

    [Fact]
    public async Task Agent_WithTheVersionOfAnotherTurn_GetsAConflictAndErasesNothing()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            var slow = await execution.State.SetAsync(StateScope.User, "name", "slow", expectedVersion: 1_000);
            var delete = await execution.State.DeleteAsync(StateScope.User, "name", expectedVersion: 1_000);
            return AgentOutput.FromValue(ContextValue.List(slow.IsConflict, slow.Version, delete.IsConflict, delete.Version));
        }));
        var newer = await host.State.SetAsync(host.Context(), StateScope.User, "name", "newer");

        var output = (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Equal(ContextValue.List(true, newer.Version, true, newer.Version), output.Value);
        Assert.Equal("newer", (await host.State.GetAsync(host.Context(), StateScope.User, "name"))!.Value.AsString());
    }

    [Fact]
    public async Task State_OfARun_IsSeenByItsWholeTreeAndByNoOtherRun()
    {
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (execution, _) => AgentOutput.FromValue((await execution.State.GetAsync(StateScope.Run, "name"))?.Value ?? ContextValue.Null))
            .AddAgent("parent", async (execution, _) =>
            {
                await execution.State.SetAsync(StateScope.Run, "name", "of the run");
                return (await execution.CallAgentAsync("child", "")).EnsureSuccess();
            }));

        Assert.Equal("of the run", (await host.Core.ExecuteAsync("parent", host.Context(), "")).EnsureSuccess().Text);
        Assert.True((await host.Core.ExecuteAsync("child", host.Context(), "")).EnsureSuccess().Value.IsNull);
    }

    [Fact]
    public async Task Manager_WithoutAContextOrWithABadName_Refuses()
    {
        await using var host = new TestHost();

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.State.GetAsync(null!, StateScope.User, "name"));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.State.SetAsync(null!, StateScope.User, "name", 1));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.State.DeleteAsync(null!, StateScope.User, "name"));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.State.ListAsync(null!, StateScope.User, ""));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.State.SetAsync(host.Context(), StateScope.User, "", 1));
    }
}
