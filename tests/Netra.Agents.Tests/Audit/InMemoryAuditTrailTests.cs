using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Audit;

public sealed class InMemoryAuditTrailTests
{
    private readonly InMemoryAuditTrail _trail = new();

    [Fact]
    public async Task List_NothingRecorded_IsEmpty() => Assert.Empty(await _trail.ListAsync(Context("alice")));

    [Fact]
    public async Task List_GivesWhatWasRecordedOldestFirst()
    {
        var alice = Context("alice");
        var entries = Enumerable.Range(0, 5).Select(i => Entry(alice, $"{i}")).ToList();
        foreach (var entry in entries)
        {
            await RecordAsync(entry);
        }

        Assert.Equal(entries, await _trail.ListAsync(alice));
        Assert.Equal(entries, await _trail.ListAsync(Context("alice")));
    }

    [Fact]
    public async Task Record_PastTheBoundOfAnOwner_LosesItsOldestAndNobodyElses()
    {
        var (alice, bob) = (Context("alice"), Context("bob"));
        await RecordAsync(Entry(bob, "his"));

        for (var i = 0; i < InMemoryAuditTrail.EntriesPerOwner + 10; i++)
        {
            await RecordAsync(Entry(alice, $"{i}"));
        }

        var kept = await _trail.ListAsync(alice);
        Assert.Equal(InMemoryAuditTrail.EntriesPerOwner, kept.Count);
        Assert.Equal("10", kept[0].Subject);
        Assert.Equal($"{InMemoryAuditTrail.EntriesPerOwner + 9}", kept[^1].Subject);
        Assert.Equal("his", Assert.Single(await _trail.ListAsync(bob)).Subject);
    }

    [Fact]
    public async Task List_OwnersWhoseIdsLookAlike_GivesEachItsOwn()
    {
        var contexts = new[] { Context("b:c", "a"), Context("c", "a:b"), Context("a:b:c"), Context("c"), Context("C"), Context("c", "a"), Context("\u00e9"), Context("e\u0301") };
        foreach (var context in contexts)
        {
            await RecordAsync(Entry(context, context.ToString()));
        }

        foreach (var context in contexts)
        {
            Assert.Equal(context.Owner, Assert.Single(await _trail.ListAsync(context)).Owner);
        }
    }

    [Fact]
    public async Task Record_MoreOwnersThanAreKept_LosesTheOneThatCameFirst()
    {
        var (first, second) = (Context("first"), Context("second"));
        await RecordAsync(Entry(first, "a"));
        await RecordAsync(Entry(second, "b"));

        var entry = Entry(first, "other");
        for (var i = 0; i < InMemoryAuditTrail.MaxOwners - 1; i++)
        {
            await RecordAsync(entry with { Owner = new Owner(new UserId($"user{i}")) });
        }

        Assert.Empty(await _trail.ListAsync(first));
        Assert.Single(await _trail.ListAsync(second));
        await RecordAsync(Entry(first, "again"));
        Assert.Equal("again", Assert.Single(await _trail.ListAsync(first)).Subject);
    }

    [Fact]
    public async Task List_WhileMoreIsRecorded_IsACopy()
    {
        var alice = Context("alice");
        await RecordAsync(Entry(alice, "1"));
        var before = await _trail.ListAsync(alice);
        await RecordAsync(Entry(alice, "2"));

        Assert.Single(before);
    }

    [Fact]
    public async Task Record_ManyAtOnce_LosesNone()
    {
        var contexts = Enumerable.Range(0, 8).Select(i => Context($"user{i}")).ToArray();

        await Task.WhenAll(contexts.SelectMany(context => Enumerable.Range(0, 100).Select(i => Task.Run(() => RecordAsync(Entry(context, $"{i}"))))));

        foreach (var context in contexts)
        {
            var listed = await _trail.ListAsync(context);
            Assert.Equal(100, listed.Select(entry => entry.Subject).Distinct().Count());
            Assert.All(listed, entry => Assert.Equal(context.Owner, entry.Owner));
        }
    }

    [Fact]
    public async Task Trail_GivenNull_Refuses()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => RecordAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _trail.ListAsync(null!));
    }

    private async Task RecordAsync(AuditEntry entry) => await _trail.RecordAsync(entry, CancellationToken.None);

    private static UserExecutionContext Context(string user, string? tenant = null) =>
        UserExecutionContext.FromRequest(tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user)), new ThreadId("thread"));

    private static AuditEntry Entry(UserExecutionContext context, string subject) =>
        new(context.Owner, context.RunId, null, DateTimeOffset.UnixEpoch, "tool_call", subject, "refused", "denied", "no");
}
