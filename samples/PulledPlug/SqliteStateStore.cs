using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Netra.Agents;

namespace PulledPlug;

/// <summary>State in a file that outlives the process, for any number of processes of one machine: each commit is one transaction.</summary>
/// <remarks>The library says what a write does (<see cref="StateWrite.Apply(StateEntry?, DateTimeOffset)"/>); this adds the place, the version and the atomic step.</remarks>
internal sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const string OfScope = "tenant = $tenant AND user = $user AND scope = $scope AND scope_id = $scope_id";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;

    internal SqliteStateStore(string connectionString, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Run("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS state (
                tenant TEXT NOT NULL, user TEXT NOT NULL, scope INTEGER NOT NULL, scope_id TEXT NOT NULL, name TEXT NOT NULL,
                value TEXT NOT NULL, version INTEGER NOT NULL, expires INTEGER,
                PRIMARY KEY (tenant, user, scope, scope_id, name)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS epochs (
                tenant TEXT NOT NULL, user TEXT NOT NULL, run TEXT NOT NULL, epoch INTEGER NOT NULL,
                PRIMARY KEY (tenant, user, run)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS last (version INTEGER NOT NULL);
            INSERT INTO last SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM last);
            """);
    }

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
    {
        key.ThrowIfDefault();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Read(key) is { } entry && IsThere(entry) ? entry : null);
        }
    }

    public ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StateWrite[] own = [.. writes];
        StateWrite.OwnerOf(own, claim);
        if (claim is null)
        {
            return new(Commit(own, null));
        }

        // In this process the claim can't be lost in between; in others its epoch tells.
        var commit = default(StateCommit);
        return claim.TryCommit(own, writes => commit = Commit(writes, claim)) ? new(commit) : throw new ExecutionFencedException();
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken)
    {
        prefix.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StatePage.MaxLimit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // Sorted here: a database compares the bytes of UTF-8, which is another order.
            var items = Rows($"SELECT scope, scope_id, name, value, version, expires FROM state WHERE {OfScope}", prefix.Owner, Scope(prefix))
                .Where(record => record.Key.Name.StartsWith(prefix.Name, StringComparison.Ordinal) && (afterName is null || string.CompareOrdinal(record.Key.Name, afterName) > 0))
                .OrderBy(record => record.Key.Name, StringComparer.Ordinal)
                .Select(record => new StateItem(record.Key.Name, record.Entry)).Take(limit + 1).ToList();
            return new(new StatePage([.. items.Take(limit)], HasMore: items.Count > limit));
        }
    }

    public async IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(owner, default);
        StateRecord[] records;
        lock (_gate)
        {
            records =
            [
                .. Rows("SELECT scope, scope_id, name, value, version, expires FROM state WHERE tenant = $tenant AND user = $user", owner, [])
                    .OrderBy(record => record.Key.Scope).ThenBy(record => record.Key.ScopeId, StringComparer.Ordinal).ThenBy(record => record.Key.Name, StringComparer.Ordinal),
            ];
        }

        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await Task.CompletedTask;
    }

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(owner, default);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var there = Rows("SELECT scope, scope_id, name, value, version, expires FROM state WHERE tenant = $tenant AND user = $user", owner, []).Count;
            Run("DELETE FROM state WHERE tenant = $tenant AND user = $user", Of(owner));
            return new(there);
        }
    }

    public void Dispose() => _connection.Dispose();

    private StateCommit Commit(StateWrite[] writes, ExecutionClaim? claim)
    {
        lock (_gate)
        {
            // Not deferred: whoever reads to write must not be overtaken by another process.
            using var transaction = _connection.BeginTransaction(deferred: false);
            if (claim is not null)
            {
                Fence(claim);
            }

            var written = new StateWritten[writes.Length];
            for (var i = 0; i < writes.Length; i++)
            {
                var (write, key) = (writes[i], writes[i].Key);
                var change = write.Apply(Read(key), _clock.GetUtcNow());
                if (change.Refusal(i, write) is { } refused)
                {
                    return refused;
                }

                written[i] = Do(write, key, change);
            }

            transaction.Commit();
            return StateCommit.Done(written);
        }
    }

    private StateWritten Do(StateWrite write, StateKey key, StateChange change)
    {
        switch (change.Kind)
        {
            case StateChangeKind.Put:
                var version = (long)Scalar("UPDATE last SET version = version + 1 RETURNING version")!;
                Run("INSERT OR REPLACE INTO state VALUES ($tenant, $user, $scope, $scope_id, $name, $value, $version, $expires)", [.. Of(key.Owner), .. Scope(key), ("$name", key.Name),
                    ("$value", JsonSerializer.Serialize(change.Value)), ("$version", version), ("$expires", (object?)change.ExpiresAt?.UtcTicks ?? DBNull.Value)]);
                return new StateWritten(version, write.Kind == StateWriteKind.Increment ? change.Value : default);
            case StateChangeKind.Remove:
                Run($"DELETE FROM state WHERE {OfScope} AND name = $name", [.. Of(key.Owner), .. Scope(key), ("$name", key.Name)]);
                return default;
            case StateChangeKind.RemoveScope:
                Run($"DELETE FROM state WHERE {OfScope}", [.. Of(key.Owner), .. Scope(key)]);
                return default;
            default:
                return new StateWritten(change.CurrentVersion);
        }
    }

    /// <summary>Who has written under a greater epoch has taken the run over.</summary>
    private void Fence(ExecutionClaim claim)
    {
        (string, object)[] run = [.. Of(claim.Owner), ("$run", claim.RunId.ToString()), ("$epoch", claim.Epoch)];
        if (Scalar("SELECT epoch FROM epochs WHERE tenant = $tenant AND user = $user AND run = $run", run) is long there && there > claim.Epoch)
        {
            throw new ExecutionFencedException($"Run {claim.RunId} was taken over: it has written under epoch {there}.");
        }

        Run("INSERT OR REPLACE INTO epochs VALUES ($tenant, $user, $run, $epoch)", run);
    }

    private StateEntry? Read(StateKey key) =>
        Rows($"SELECT scope, scope_id, name, value, version, expires FROM state WHERE {OfScope} AND name = $name", key.Owner, [.. Scope(key), ("$name", key.Name)], expired: true)
            is [var record] ? record.Entry : null;

    private List<StateRecord> Rows(string sql, Owner owner, (string, object)[] parameters, bool expired = false)
    {
        using var command = Command(sql, [.. Of(owner), .. parameters]);
        using var reader = command.ExecuteReader();
        var records = new List<StateRecord>();
        while (reader.Read())
        {
            var entry = new StateEntry(
                JsonSerializer.Deserialize<ContextValue>(reader.GetString(3)), reader.GetInt64(4), reader.IsDBNull(5) ? null : new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero));
            if (expired || IsThere(entry))
            {
                records.Add(new StateRecord(StateKey.FromStore(owner, (StateScope)reader.GetInt32(0), reader.GetString(1), reader.GetString(2)), entry));
            }
        }

        return records;
    }

    private bool IsThere(StateEntry entry) => entry.ExpiresAt is not { } at || at > _clock.GetUtcNow();

    private static (string, object)[] Of(Owner owner) => [("$tenant", owner.TenantId.Value ?? ""), ("$user", owner.UserId.Value)];

    private static (string, object)[] Scope(StateKey key) => [("$scope", (int)key.Scope), ("$scope_id", key.ScopeId)];

    private void Run(string sql, params (string, object)[] parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql, params (string, object)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
