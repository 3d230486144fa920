using Microsoft.Data.Sqlite;

namespace SupportDesk.Data;

/// <summary>
/// A database connection of its own, leased to one customer for one tool call and gone on dispose. Every statement gets
/// the caller's id as <c>@caller</c>, and every statement on rows with an owner compares it (<see cref="CustomerTable"/>,
/// <see cref="OrderTable"/>). Changes are made between <see cref="BeginAsync"/> and <see cref="Commit"/>; what isn't
/// committed is undone. A statement that is cancelled or fails drops the connection at once, and the session with it.
/// </summary>
/// <remarks>
/// Calls may come from several threads, one is served at a time: a tool that outlives its call's scope meets
/// <see cref="ObjectDisposedException"/>, not a connection that is being closed.
/// </remarks>
public sealed class ShopSession : IDisposable
{
    private readonly ShopDatabase _database;
    private readonly Lock _statement = new();
    private SqliteConnection? _connection;
    private SqliteTransaction? _transaction;
    private bool _dropped;
    private bool _disposed;

    internal ShopSession(ShopDatabase database, string callerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(callerId);
        _database = database;
        CallerId = callerId;
    }

    /// <summary>The customer whose rows this session reaches.</summary>
    public string CallerId { get; }

    /// <summary>
    /// Waits for the shop's only writing turn and opens the transaction, so that what is read next stays true until the commit.
    /// </summary>
    /// <exception cref="InvalidOperationException">The session already holds one.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        Run(static (session, _) => session.RefuseSecondTransactionNeedsLock(), 0, cancellationToken);
        await _database.Writer.WaitAsync(cancellationToken);
        var begun = false;
        try
        {
            begun = Run(
                static (session, _) =>
                {
                    session.RefuseSecondTransactionNeedsLock();
                    session._transaction = session.OpenNeedsLock().BeginTransaction(deferred: false);
                    return true;
                },
                0,
                cancellationToken);
        }
        finally
        {
            if (!begun)
                _database.Writer.Release();
        }
    }

    /// <summary>Makes the changes since <see cref="BeginAsync"/> last, all of them or none.</summary>
    public void Commit(CancellationToken cancellationToken) => Run(
        static (session, _) =>
        {
            var transaction = session._transaction
                ?? throw new InvalidOperationException("Nothing to commit: call BeginAsync before the first change.");
            transaction.Commit();
            session.EndTransactionNeedsLock();
            return true;
        },
        0,
        cancellationToken);

    public void Dispose()
    {
        lock (_statement)
        {
            _disposed = true;
            DropNeedsLock();
        }
    }

    /// <summary>The first column of the first row as text; null if there is none.</summary>
    internal string? ReadText(string sql, CancellationToken cancellationToken, params (string Name, string Value)[] parameters) =>
        Run(
            static (session, call) =>
            {
                using var command = session.CommandNeedsLock(call.sql, call.parameters);
                return command.ExecuteScalar() as string;
            },
            (sql, parameters),
            cancellationToken);

    /// <summary>Runs a statement that changes exactly one row; any other count is a fault.</summary>
    internal void ChangeRow(string sql, CancellationToken cancellationToken, params (string Name, string Value)[] parameters) =>
        Run(
            static (session, call) =>
            {
                if (session._transaction is null)
                    throw new InvalidOperationException("A change needs a transaction: call BeginAsync first.");
                using var command = session.CommandNeedsLock(call.sql, call.parameters);
                var rows = command.ExecuteNonQuery();
                return rows == 1 ? rows : throw new InvalidOperationException($"The change met {rows} rows of this caller instead of one.");
            },
            (sql, parameters),
            cancellationToken);

    private TResult Run<TArgument, TResult>(
        Func<ShopSession, TArgument, TResult> statement, TArgument argument, CancellationToken cancellationToken)
    {
        lock (_statement)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return statement(this, argument);
            }
            catch
            {
                DropNeedsLock();
                throw;
            }
        }
    }

    private bool RefuseSecondTransactionNeedsLock() => _transaction is null
        ? true
        : throw new InvalidOperationException("This session already holds a transaction; lease one session per tool call.");

    private SqliteCommand CommandNeedsLock(string sql, (string Name, string Value)[] parameters)
    {
        var command = OpenNeedsLock().CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        command.Parameters.AddWithValue("@caller", CallerId);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private SqliteConnection OpenNeedsLock()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_dropped)
            throw new InvalidOperationException("This session dropped its connection at a cancelled or failed statement; lease another.");
        return _connection ??= _database.Connect();
    }

    private void EndTransactionNeedsLock()
    {
        if (_transaction is not { } transaction)
            return;
        _transaction = null;
        try
        {
            transaction.Dispose();
        }
        finally
        {
            _database.Writer.Release();
        }
    }

    private void DropNeedsLock()
    {
        _dropped = true;
        try
        {
            EndTransactionNeedsLock();
        }
        finally
        {
            _connection?.Dispose();
            _connection = null;
        }
    }
}
