using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.State;

internal static class StateSamples
{
    internal static UserExecutionContext Context(string user = "alice", string? tenant = null, string thread = "thread") =>
        UserExecutionContext.FromRequest(tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user)), new ThreadId(thread));

    internal static StateKey Key(UserExecutionContext context, string name = "name", StateScope scope = StateScope.User) => StateKey.For(context, scope, name);

    internal static StateKey Prefix(UserExecutionContext context, string prefix, StateScope scope = StateScope.User) => StateKey.ForPrefix(context, scope, prefix);

    internal static ExecutionClaim Claim(UserExecutionContext context, long epoch = 1) => new(context.Run, new ExecutionId(Guid.NewGuid()), null, "agent", epoch);

    /// <summary>Ends the execution whose claim it is.</summary>
    internal static void Fell(ExecutionClaim claim)
    {
        lock (claim.Run)
        {
            claim.FallNeedsLock();
        }
    }

    /// <summary>Sets, or deletes with null.</summary>
    internal static async Task<StateCommit> WriteAsync(this IStateStore store, StateKey key, ContextValue? value, long? expectedVersion = null, ExecutionClaim? claim = null) =>
        await store.CommitAsync(value is { } set ? StateWrite.Set(key, set, expectedVersion) : StateWrite.Delete(key, expectedVersion), claim, CancellationToken.None);

    internal static async Task<StateCommit> CommitAsync(this IStateStore store, ExecutionClaim? claim, params StateWrite[] writes) =>
        await store.CommitAsync(writes, claim, CancellationToken.None);

    internal static void AssertConflict(long currentVersion, StateCommit commit)
    {
        Assert.False(commit.Succeeded);
        Assert.Equal(currentVersion, commit.Conflict!.CurrentVersion);
    }

    internal static void AssertFault(StateFaultCode code, StateCommit commit)
    {
        Assert.False(commit.Succeeded);
        Assert.Equal(code, commit.Fault!.Code);
    }

    internal static async Task<StateEntry?> GetAsync(this IStateStore store, StateKey key) => await store.GetAsync(key, CancellationToken.None);

    internal static async Task<IReadOnlyList<string>> ListAsync(this IStateStore store, StateKey prefix) =>
        [.. (await store.ListAsync(prefix, null, StatePage.MaxLimit, CancellationToken.None)).Names];
}
