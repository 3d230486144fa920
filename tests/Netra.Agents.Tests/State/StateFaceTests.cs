using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.State;

/// <summary>The two faces of the state, the host's and the execution's, held to the same behaviour.</summary>
public sealed class StateFaceTests
{
    public static TheoryData<bool> Faces => [true, false];

    [Theory]
    [MemberData(nameof(Faces))]
    public Task Increment_OnEitherFace_GivesTheSum(bool bound) => OnAsync(bound, async face =>
    {
        Assert.Equal(3, (await face.IncrementAsync("count", 3)).EnsureSuccess().Value);
        Assert.Equal(1, (await face.IncrementAsync("count", -2)).EnsureSuccess().Value);
        Assert.Equal(1, (await face.GetAsync("count"))!.Value);
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task Append_OnEitherFace_KeepsTheLast(bool bound) => OnAsync(bound, async face =>
    {
        for (var i = 0; i < 5; i++)
        {
            (await face.AppendAsync("list", i, keepLast: 2)).EnsureSuccess();
        }

        Assert.Equal(ContextValue.List(3, 4), (await face.GetAsync("list"))!.Value);
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task Write_ThatDoesNotFit_ThrowsWithTheFault(bool bound) => OnAsync(bound, async face =>
    {
        await face.SetAsync("text", "text");

        var append = await Assert.ThrowsAsync<StateException>(() => face.AppendAsync("text", 1));
        var increment = await Assert.ThrowsAsync<StateException>(() => face.IncrementAsync("text", 1));

        Assert.Equal((StateFaultCode.NotAList, null), (append.Fault!.Code, append.Conflict));
        Assert.Equal(StateFaultCode.NotANumber, increment.Fault!.Code);
        Assert.DoesNotContain("alice", append.Message, StringComparison.Ordinal);
        Assert.Equal("text", (await face.GetAsync("text"))!.Value);
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task Commit_Batch_IsAllOrNothingAcrossScopes(bool bound) => OnAsync(bound, async face =>
    {
        var batch = new StateBatch()
            .Set(StateScope.User, "a", 1, expectedVersion: 0).Increment(StateScope.Thread, "b", 2).Append(StateScope.Run, "c", 3).Expect(StateScope.User, "absent", 0);
        var done = (await face.CommitAsync(batch)).EnsureSuccess();
        var again = await face.CommitAsync(batch);

        Assert.Equal((4, 2), (done.Count, (int)done[1].Value.AsInt64()));
        Assert.Equal((0, done[0].Version, "a"), (again.Conflict!.Index, again.Conflict.CurrentVersion, again.Conflict.Key.Name));
        Assert.Equal(2, (await face.GetAsync("b", StateScope.Thread))!.Value);
        Assert.Equal(ContextValue.List(3), (await face.GetAsync("c", StateScope.Run))!.Value);
        Assert.Equal(again.Conflict, Assert.Throws<StateException>(() => again.EnsureSuccess()).Conflict);
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task List_ByPages_GivesEntriesInOrder(bool bound) => OnAsync(bound, async face =>
    {
        for (var i = 0; i < 5; i++)
        {
            await face.SetAsync($"p{i}", i);
        }

        var first = await face.ListAsync("p", null, 2);
        var rest = await face.ListAsync("p", first.Next, 10);

        Assert.Equal([0, 1], first.Items.Select(item => item.Entry.Value.AsInt64()));
        Assert.Equal(["p2", "p3", "p4"], rest.Names);
        Assert.Equal((true, false, null), (first.HasMore, rest.HasMore, rest.Next));
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task TimeToLive_Over_CountsAsAbsent(bool bound) => OnAsync(bound, async face =>
    {
        var commit = await face.SetAsync("name", 1, TimeSpan.FromMinutes(1));
        Assert.Equal(face.Host.Clock.GetUtcNow().AddMinutes(1), (await face.GetAsync("name"))!.ExpiresAt);

        face.Host.Clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(await face.GetAsync("name"));
        face.Host.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Null(await face.GetAsync("name"));
        Assert.True((await face.SetAsync("name", 1, expectedVersion: commit.Version)).IsConflict);
        Assert.True((await face.SetAsync("name", 1, expectedVersion: 0)).Succeeded);
    });

    [Theory]
    [MemberData(nameof(Faces))]
    public Task Misuse_OnEitherFace_IsRefusedAtOnce(bool bound) => OnAsync(bound, async face =>
    {
        var tooLarge = new string('a', 1024 * 1024);
        foreach (var scope in new[] { StateScope.Workflow, (StateScope)9, (StateScope)(-1) })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => face.GetAsync("name", scope));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => face.CommitAsync(new StateBatch().Set(scope, "name", 1)));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => face.CommitAsync(new StateBatch().Clear(scope)));
        }

        foreach (var misuse in new Func<Task>[]
        {
            () => face.SetAsync("", 1), () => face.SetAsync(new string('n', 257), 1), () => face.SetAsync("netra.history", 1), () => face.SetAsync("name", 1, TimeSpan.Zero),
            () => face.SetAsync("name", 1, expectedVersion: -1), () => face.SetAsync("name", tooLarge), () => face.AppendAsync("name", tooLarge), () => face.AppendAsync("name", 1, keepLast: 0),
            () => face.IncrementAsync("name", "1"), () => face.IncrementAsync("name", 0.5), () => face.CommitAsync(new StateBatch()), () => face.CommitAsync(null!),
            () => face.CommitAsync(Parts(5, tooLarge[..^64])), () => face.ListAsync("name", null, 0), () => face.ListAsync("name", null, 1_001), () => face.ListAsync("a\0", null, 1),
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(misuse);
        }

        Assert.Throws<InvalidOperationException>(() => Parts(StateBatch.MaxWrites + 1, "small"));
        Assert.Empty((await face.ListAsync("", null, 10)).Items);
        (await face.CommitAsync(Parts(3, tooLarge[..^64]))).EnsureSuccess();
    });

    [Fact]
    public async Task RunScope_WithoutATimeToLive_LivesForTheRetentionAfterItsLastWrite()
    {
        await using var host = new TestHost(configure: options => options.RunStateRetention = TimeSpan.FromHours(2));
        var context = host.Context();
        await host.State.SetAsync(context, StateScope.Run, "name", 1);
        await host.State.IncrementAsync(context, StateScope.Run, "count", 1);
        await host.State.SetAsync(context, StateScope.User, "name", 1);

        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.State.IncrementAsync(context, StateScope.Run, "count", 1);
        host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(await host.State.GetAsync(context, StateScope.Run, "name"));
        Assert.Equal(2, (await host.State.GetAsync(context, StateScope.Run, "count"))!.Value);
        Assert.NotNull(await host.State.GetAsync(context, StateScope.User, "name"));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await host.State.GetAsync(context, StateScope.Run, "count"));
    }

    private static StateBatch Parts(int count, string value) => Enumerable.Range(0, count).Aggregate(new StateBatch(), (batch, i) => batch.Set(StateScope.User, $"{i}", value));

    private static async Task OnAsync(bool bound, Func<Face, Task> test)
    {
        Face? face = null;
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            await test(face! with { Execution = execution });
            return AgentOutput.FromText("");
        }));
        face = new Face(host, null);
        if (bound)
        {
            (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();
        }
        else
        {
            await test(face);
        }
    }

    internal sealed record Face(TestHost Host, AgentExecution? Execution)
    {
        private readonly UserExecutionContext _context = Host.Context();

        internal async Task<StateEntry?> GetAsync(string name, StateScope scope = StateScope.User) =>
            Execution is null ? await Host.State.GetAsync(_context, scope, name) : await Execution.State.GetAsync(scope, name);

        internal async Task<StateCommit> SetAsync(string name, ContextValue value, TimeSpan? timeToLive = null, long? expectedVersion = null) => Execution is null
            ? await Host.State.SetAsync(_context, StateScope.User, name, value, expectedVersion, timeToLive) : await Execution.State.SetAsync(StateScope.User, name, value, expectedVersion, timeToLive);

        internal async Task<StateCommit> IncrementAsync(string name, ContextValue amount) =>
            Execution is null ? await Host.State.IncrementAsync(_context, StateScope.User, name, amount) : await Execution.State.IncrementAsync(StateScope.User, name, amount);

        internal async Task<StateCommit> AppendAsync(string name, ContextValue item, int? keepLast = null) =>
            Execution is null ? await Host.State.AppendAsync(_context, StateScope.User, name, item, keepLast) : await Execution.State.AppendAsync(StateScope.User, name, item, keepLast);

        internal async Task<StateCommit> CommitAsync(StateBatch batch) =>
            Execution is null ? await Host.State.CommitAsync(_context, batch) : await Execution.State.CommitAsync(batch);

        internal async Task<StatePage> ListAsync(string prefix, string? after, int limit) => Execution is null
            ? await Host.State.ListAsync(_context, StateScope.User, prefix, after, limit) : await Execution.State.ListAsync(StateScope.User, prefix, after, limit);
    }
}
