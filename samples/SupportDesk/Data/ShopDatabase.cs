using Microsoft.Data.Sqlite;

namespace SupportDesk.Data;

/// <summary>
/// One shop in one SQLite file, for any number of customers at once: readers never wait, writers take turns.
/// Rows are reached only through a <see cref="ShopSession"/>. Dispose it after its sessions; that deletes the file.
/// </summary>
public sealed class ShopDatabase : IDisposable
{
    // Holds the write-ahead log open between sessions; nobody's rows ever pass through it.
    private readonly SqliteConnection _keeper;
    private bool _disposed;

    internal ShopDatabase(string path)
    {
        FilePath = path;
        _keeper = Connect();
    }

    /// <summary>The file that holds the shop.</summary>
    public string FilePath { get; }

    // Waiting for one's turn here costs no thread; waiting inside SQLite would.
    internal SemaphoreSlim Writer { get; } = new(1, 1);

    /// <summary>Leases a session to the customer whom the host has authenticated. It connects at its first statement.</summary>
    /// <param name="callerId">The customer's user id; never one that a message or a model named.</param>
    public ShopSession Lease(string callerId)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ShopSession(this, callerId);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _keeper.Dispose();
        foreach (var file in (string[])[FilePath, FilePath + "-wal", FilePath + "-shm"])
            File.Delete(file);
    }

    // Without pooling a closed connection is gone for good, and with it TEMP tables, attached files, settings and an
    // open transaction: nothing of one caller can wait there for the next.
    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FilePath,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = OFF";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
