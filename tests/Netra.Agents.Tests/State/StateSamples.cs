using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.State;

internal static class StateSamples
{
    internal static UserExecutionContext Context(string user = "alice", string? tenant = null, string thread = "thread") =>
        UserExecutionContext.FromRequest(tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user)), new ThreadId(thread));

    internal static StateKey Key(UserExecutionContext context, string name = "name", StateScope scope = StateScope.User) => new(context, scope, name);

    internal static StateKey Prefix(UserExecutionContext context, string prefix, StateScope scope = StateScope.User) => new(context, scope, prefix, isPrefix: true);

    internal static ExecutionClaim Claim(UserExecutionContext context) => new(context.Run, new ExecutionId(Guid.NewGuid()), null, "agent");

    /// <summary>Ends the execution whose claim it is.</summary>
    internal static void Fell(ExecutionClaim claim)
    {
        lock (claim.Run)
        {
            claim.FallNeedsLock();
        }
    }

    internal static async Task<StateWriteResult> WriteAsync(this IStateStore store, StateKey key, ContextValue? value, long? expectedVersion = null, ExecutionClaim? claim = null) =>
        await store.WriteAsync(key, value, expectedVersion, claim, CancellationToken.None);

    internal static async Task<StateEntry?> GetAsync(this IStateStore store, StateKey key) => await store.GetAsync(key, CancellationToken.None);

    internal static async Task<IReadOnlyList<string>> ListAsync(this IStateStore store, StateKey prefix) => await store.ListAsync(prefix, CancellationToken.None);
}
