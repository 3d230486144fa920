using Netra.Agents.State;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

public sealed class StateSeparationTests
{
    private static readonly StateScope[] Scopes = [StateScope.Run, StateScope.Thread, StateScope.User];

    private readonly IStateStore _store = new InMemoryStateStore();

    [Fact]
    public async Task State_OfOwnersWhoseIdsLookAlike_IsApart()
    {
        var contexts = new[]
        {
            Context("b:c", "a"), Context("c", "a:b"), Context("a:b:c"), Context("c", "a"), Context("c"), Context("C"), Context("c "), Context("c\u200b"),
            Context("\u00e9"), Context("e\u0301"), Context("c", "A"), Context("a", "c"), Context("b/c", "a"), Context("../c", "b"),
        };
        foreach (var (scope, context) in Pairs(contexts))
        {
            Assert.True((await _store.WriteAsync(Key(context, "name", scope), Text(context), 0)).Succeeded, Text(context));
        }

        foreach (var (scope, context) in Pairs(contexts))
        {
            Assert.Equal(Text(context), (await _store.GetAsync(Key(context, "name", scope)))!.Value.AsString());
            Assert.Equal(["name"], await _store.ListAsync(Prefix(context, "", scope)));
        }

        await _store.WriteAsync(Key(contexts[0]), null);
        Assert.All(contexts[1..], context => Assert.NotNull(_store.GetAsync(Key(context)).Result));
    }

    [Fact]
    public async Task State_OfOneThreadIdUnderTwoOwners_IsApart()
    {
        await _store.WriteAsync(Key(Context("alice", thread: "shared"), "name", StateScope.Thread), "hers");

        Assert.Null(await _store.GetAsync(Key(Context("bob", thread: "shared"), "name", StateScope.Thread)));
        Assert.Empty(await _store.ListAsync(Prefix(Context("bob", thread: "shared"), "", StateScope.Thread)));
    }

    [Fact]
    public async Task State_OfOneRunIdUnderTwoOwners_IsApart()
    {
        var alice = Context("alice");
        var bob = UserExecutionContext.FromRequest(new UserId("bob"), new ThreadId("thread"), options: new ContextOptions { RunId = alice.RunId });
        await _store.WriteAsync(Key(alice, "name", StateScope.Run), "hers");

        Assert.Null(await _store.GetAsync(Key(bob, "name", StateScope.Run)));
        Assert.Empty(await _store.ListAsync(Prefix(bob, "", StateScope.Run)));
    }

    [Fact]
    public async Task Scopes_OfOneOwner_AreRememberedAsLongAsTheySay()
    {
        var first = Context(thread: "one");
        var (sameThread, otherThread) = (Context(thread: "one"), Context(thread: "two"));
        foreach (var scope in Scopes)
        {
            await _store.WriteAsync(Key(first, "name", scope), scope.ToString());
        }

        Assert.Equal(["Run", "Thread", "User"], await SeenAsync(first));
        Assert.Equal(["Run", "Thread", "User"], await SeenAsync(first.CreateChildContext("part")));
        Assert.Equal([null, "Thread", "User"], await SeenAsync(sameThread));
        Assert.Equal([null, null, "User"], await SeenAsync(otherThread));
    }

    [Fact]
    public async Task Scopes_AThreadNamedAsARun_AreApart()
    {
        var run = Context();
        var thread = Context(thread: run.RunId.ToString());
        await _store.WriteAsync(Key(run, "name", StateScope.Run), "of the run");

        Assert.Null(await _store.GetAsync(Key(thread, "name", StateScope.Thread)));
        Assert.Empty(await _store.ListAsync(Prefix(thread, "", StateScope.Thread)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Key_NameBreaksTheRule_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => Key(Context(), name));
        if (name.Length > 0)
        {
            Assert.Throws<ArgumentException>(() => Prefix(Context(), name));
        }
    }

    [Fact]
    public void Key_NameNullOrTooLongOrNoSuchScope_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Key(Context(), null!));
        Assert.Throws<ArgumentNullException>(() => Prefix(Context(), null!));
        Assert.Throws<ArgumentException>(() => Key(Context(), new string('a', 257)));
        Assert.Throws<ArgumentException>(() => Key(Context(), "\udc00"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Key(Context(), "name", (StateScope)4));
    }

    private async Task<string?[]> SeenAsync(UserExecutionContext context) =>
        [.. await Task.WhenAll(Scopes.Select(async scope => (await _store.GetAsync(Key(context, "name", scope)))?.Value.AsString()))];

    private static IEnumerable<(StateScope Scope, UserExecutionContext Context)> Pairs(UserExecutionContext[] contexts) =>
        from scope in Scopes from context in contexts select (scope, context);

    private static string Text(UserExecutionContext context) => $"{context.TenantId.Value}|{context.UserId.Value}";
}
