using Netra.Agents.Contexts;

namespace Netra.Agents.Testing;

/// <summary>A store under trial, and the words in which a case speaks of it.</summary>
internal sealed class StateTrial(IStateStore store, CaseClock clock, CancellationToken cancellationToken)
{
    internal static readonly StateScope[] Scopes = [StateScope.Run, StateScope.Thread, StateScope.User, StateScope.Workflow];

    internal IStateStore Store => store;

    internal CaseClock Clock => clock;

    internal CancellationToken Token => cancellationToken;

    internal UserExecutionContext Alice { get; } = Context("alice");

    internal UserExecutionContext Bob { get; } = Context("bob");

    internal static UserExecutionContext Context(string user, string? tenant = null, string thread = "thread", RunId? run = null) =>
        UserExecutionContext.FromRequest(
            tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user)), new ThreadId(thread),
            options: run is null ? null : new ContextOptions { RunId = run });

    internal static StateKey Key(UserExecutionContext context, string name = "name", StateScope scope = StateScope.User) => StateKey.For(context, scope, name);

    internal static ExecutionClaim Claim(UserExecutionContext context, long epoch = 1) =>
        new(context.Run, new ExecutionId(NewId.Create(TimeProvider.System, SystemEntropySource.Instance)), null, "conformance", epoch);

    /// <summary>Ends the execution whose claim it is.</summary>
    internal static void Fell(ExecutionClaim claim)
    {
        lock (claim.Run)
        {
            claim.FallNeedsLock();
        }
    }

    internal async Task<StateEntry?> GetAsync(StateKey key) => await store.GetAsync(key, cancellationToken);

    internal async Task<StateCommit> CommitAsync(params StateWrite[] writes) => await store.CommitAsync(writes, null, cancellationToken);

    internal async Task<StateCommit> CommitAsync(ExecutionClaim claim, params StateWrite[] writes) => await store.CommitAsync(writes, claim, cancellationToken);

    /// <summary>A write that must be done, and its version.</summary>
    internal async Task<long> SetAsync(StateKey key, ContextValue value, long? expectedVersion = null, DateTimeOffset? expiresAt = null) =>
        await DoneAsync(StateWrite.Set(key, value, expectedVersion, expiresAt));

    /// <summary>Writes that must be done, and the version that the last left.</summary>
    internal async Task<long> DoneAsync(params StateWrite[] writes)
    {
        var commit = await CommitAsync(writes);
        Expect(commit.Succeeded, $"a commit of {writes.Length} to be done; it was {commit}");
        Expect(commit.Count == writes.Length, $"a commit that tells of {writes.Length} writes; it tells of {commit.Count}");
        return commit.Version;
    }

    internal async Task ConflictsAsync(long currentVersion, params StateWrite[] writes) => IsConflict(currentVersion, await CommitAsync(writes));

    internal static void IsConflict(long currentVersion, StateCommit commit) =>
        Expect(!commit.Succeeded && commit.Conflict?.CurrentVersion == currentVersion, $"a conflict with version {currentVersion}; it was {commit}");

    internal static void IsFault(StateFaultCode code, StateCommit commit) =>
        Expect(!commit.Succeeded && commit.Fault?.Code == code, $"a fault {code}; it was {commit}");

    internal async Task HoldsAsync(StateKey key, ContextValue value, long? version = null)
    {
        var entry = await GetAsync(key);
        Expect(entry is not null, $"'{key.Name}' in {key.Scope} to hold a value; it holds nothing");
        Expect(entry!.Value == value, $"'{key.Name}' in {key.Scope} to hold what was written; it holds another {entry.Value.Kind}");
        Expect(version is null || entry.Version == version, $"'{key.Name}' to have version {version}; it has {entry.Version}");
    }

    internal async Task HoldsNothingAsync(StateKey key) =>
        Expect(await GetAsync(key) is null, $"'{key.Name}' in {key.Scope} to hold nothing; it holds something");

    /// <summary>All names of a scope, read by pages of a size.</summary>
    internal async Task<List<string>> NamesAsync(UserExecutionContext context, StateScope scope = StateScope.User, string prefix = "", int limit = 100)
    {
        var names = new List<string>();
        string? after = null;
        for (var pages = 0; ; pages++)
        {
            var page = await store.ListAsync(StateKey.ForPrefix(context, scope, prefix), after, limit, cancellationToken);
            Expect(page.Items.Count <= limit, $"a page of at most {limit}; it has {page.Items.Count}");
            Expect(!page.HasMore || page.Items.Count > 0, "a page that has more after it to hold something");
            Expect(pages < 10_000, "pages to come to an end");
            names.AddRange(page.Names);
            if (!page.HasMore)
            {
                return names;
            }

            after = page.Next;
        }
    }

    internal static void AreNames(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, got) = (string.Join(' ', expected), string.Join(' ', actual));
        Expect(wanted == got, $"the names [{wanted}]; they are [{got}]");
    }

    internal async Task<List<StateRecord>> ExportAsync(Owner owner)
    {
        var records = new List<StateRecord>();
        var reader = store.ExportAsync(owner, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await reader.MoveNextAsync())
        {
            records.Add(reader.Current);
        }

        await reader.DisposeAsync();
        return records;
    }

    /// <summary>The same work many times at once, on the scheduler that the case runs on.</summary>
    internal async Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> work) => await Task.WhenAll(Enumerable.Range(0, times).Select(i =>
        Task.Factory.StartNew(() => work(i), cancellationToken, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current == TaskScheduler.Default ? TaskScheduler.Default : TaskScheduler.Current).Unwrap()));

    internal static async Task ThrowsAsync<TException>(string what, Func<Task> work) where TException : Exception
    {
        try
        {
            await work();
        }
        catch (TException)
        {
            return;
        }

        throw new ConformanceException($"expected {what} to throw {typeof(TException).Name}; it threw nothing");
    }

    internal static void Expect(bool kept, string expected)
    {
        if (!kept)
        {
            throw new ConformanceException($"expected {expected}");
        }
    }
}
