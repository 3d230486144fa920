using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Whose it is, and where.</summary>
internal static class IsolationCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("Owners whose ids look alike are apart", OwnersAsync),
        new("Threads whose ids look alike are apart", ThreadsAsync),
        new("Scopes of one owner are apart", ScopesAsync),
        new("One run id under two owners is two runs", RunsAsync),
        new("Parts that give one joined text are apart", JoinedAsync),
        new("A batch of two owners is refused", TwoOwnersAsync),
        new("Deltas of two owners are apart", DeltasAsync),
    ];

    private static async Task OwnersAsync(StateTrial trial)
    {
        UserExecutionContext[] contexts =
        [
            Context("b:c", "a"), Context("c", "a:b"), Context("a:b:c"), Context("c", "a"), Context("a", "c"), Context("c"), Context("a"), Context("C"), Context("c "), Context(" c"),
            Context("c\u200b"), Context("\u00e9"), Context("e\u0301"), Context("c", "A"), Context("b/c", "a"), Context("../c", "b"), Context("c'--"), Context("%"), Context("_"), Context("null"), Context("c", "null"),
        ];
        foreach (var scope in Scopes)
        {
            foreach (var context in contexts)
            {
                await trial.SetAsync(Key(context, "name", scope), Text(context), 0);
            }

            foreach (var context in contexts)
            {
                await trial.HoldsAsync(Key(context, "name", scope), Text(context));
                AreNames(["name"], await trial.NamesAsync(context, scope));
            }
        }

        await trial.DoneAsync(StateWrite.Delete(Key(contexts[0])));
        foreach (var context in contexts[1..])
        {
            await trial.HoldsAsync(Key(context), Text(context));
        }
    }

    private static async Task ThreadsAsync(StateTrial trial)
    {
        string[] threads = ["a", "A", "a ", " a", "a\u200b", "a:b", "a/b", "%", "_", "\u00e9", "e\u0301"];
        foreach (var thread in threads)
        {
            await trial.SetAsync(Key(Context("alice", thread: thread), "name", StateScope.Thread), thread, 0);
        }

        foreach (var thread in threads)
        {
            await trial.HoldsAsync(Key(Context("alice", thread: thread), "name", StateScope.Thread), thread);
            AreNames(["name"], await trial.NamesAsync(Context("alice", thread: thread), StateScope.Thread));
        }
    }

    private static async Task ScopesAsync(StateTrial trial)
    {
        var context = Context("alice", thread: trial.Alice.RunId.ToString(), run: trial.Alice.RunId);
        foreach (var scope in Scopes)
        {
            await trial.SetAsync(Key(context, "name", scope), scope.ToString(), 0);
        }

        foreach (var scope in Scopes)
        {
            await trial.HoldsAsync(Key(context, "name", scope), scope.ToString());
        }

        await trial.DoneAsync(StateWrite.Delete(Key(context, "name", StateScope.Run)));
        await trial.HoldsAsync(Key(context, "name", StateScope.Workflow), "Workflow");
        AreNames([], await trial.NamesAsync(context, StateScope.Run));
        AreNames(["name"], await trial.NamesAsync(context, StateScope.Workflow));
    }

    private static async Task RunsAsync(StateTrial trial)
    {
        var bob = Context("bob", run: trial.Alice.RunId);
        foreach (var scope in Scopes)
        {
            await trial.SetAsync(Key(trial.Alice, "name", scope), "hers");
            await trial.HoldsNothingAsync(Key(bob, "name", scope));
            AreNames([], await trial.NamesAsync(bob, scope));
        }
    }

    private static async Task JoinedAsync(StateTrial trial)
    {
        StateKey[] keys =
        [
            Key(Context("alice", thread: "a:b"), "c", StateScope.Thread), Key(Context("alice", thread: "a"), "b:c", StateScope.Thread),
            Key(Context("alice", thread: "a|b"), "c", StateScope.Thread), Key(Context("alice", thread: "a"), "b|c", StateScope.Thread),
            Key(Context("alice", thread: "a/b"), "c", StateScope.Thread), Key(Context("alice", thread: "a"), "b/c", StateScope.Thread),
            Key(Context("alice:a", thread: "b"), "c", StateScope.Thread), Key(Context("alice", thread: "a:b:c"), "c", StateScope.Thread),
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            await trial.SetAsync(keys[i], i, 0);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            await trial.HoldsAsync(keys[i], i);
        }
    }

    private static async Task TwoOwnersAsync(StateTrial trial)
    {
        await ThrowsAsync<ArgumentException>("a batch of two owners", () => trial.CommitAsync(StateWrite.Set(Key(trial.Alice), 1), StateWrite.Set(Key(trial.Bob), 2)));
        await trial.HoldsNothingAsync(Key(trial.Alice));
        await trial.HoldsNothingAsync(Key(trial.Bob));
    }

    private static async Task DeltasAsync(StateTrial trial)
    {
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "count"), 1), StateWrite.Append(Key(trial.Alice, "list"), "hers"));
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Bob, "count"), 10), StateWrite.Append(Key(trial.Bob, "list"), "his"));
        await trial.HoldsAsync(Key(trial.Alice, "count"), 1);
        await trial.HoldsAsync(Key(trial.Alice, "list"), ContextValue.List("hers"));
        await trial.HoldsAsync(Key(trial.Bob, "count"), 10);
    }

    private static string Text(UserExecutionContext context) => $"{context.TenantId.Value ?? "none"}|{context.UserId.Value}";
}
