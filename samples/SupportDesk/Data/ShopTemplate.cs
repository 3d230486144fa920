using Microsoft.Data.Sqlite;

namespace SupportDesk.Data;

/// <summary>
/// A filled shop as the bytes of one SQLite file, made once. A fresh copy costs one write of these bytes, so that
/// thousands of tasks can each start from the same untouched shop. Safe for concurrent use.
/// </summary>
public sealed class ShopTemplate
{
    // An order's document can't come to name another owner than the column that the access rule looks at.
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE users (
            user_id  TEXT NOT NULL PRIMARY KEY,
            document TEXT NOT NULL CHECK (json_valid(document))
        ) WITHOUT ROWID;
        CREATE TABLE orders (
            order_id TEXT NOT NULL PRIMARY KEY,
            user_id  TEXT NOT NULL REFERENCES users (user_id),
            document TEXT NOT NULL CHECK (document ->> 'order_id' IS order_id AND document ->> 'user_id' IS user_id)
        );
        CREATE TABLE products (
            product_id TEXT NOT NULL PRIMARY KEY,
            name       TEXT NOT NULL,
            document   TEXT NOT NULL CHECK (json_valid(document))
        );
        """;

    private readonly byte[] _image;

    private ShopTemplate(byte[] image) => _image = image;

    /// <summary>The size of a fresh copy on disk.</summary>
    public int SizeInBytes => _image.Length;

    /// <summary>Fills a database with the shop and keeps its bytes.</summary>
    public static ShopTemplate Create(ShopData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var folder = Directory.CreateTempSubdirectory("support-desk-");
        try
        {
            var path = Path.Combine(folder.FullName, "template.db");
            Fill(path, data);
            return new ShopTemplate(File.ReadAllBytes(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Writes a fresh copy to a file that must not exist yet and opens it. The copy is scratch: its file goes when the
    /// returned database is disposed, and a crash of the machine may lose what was committed last.
    /// </summary>
    public ShopDatabase Copy(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            file.Write(_image);
        return new ShopDatabase(path);
    }

    private static void Fill(string path, ShopData data)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using (var schema = connection.CreateCommand())
        {
            schema.CommandText = Schema;
            schema.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        foreach (var (id, customer) in data.Users)
            Insert(connection, "INSERT INTO users VALUES ($1, $2)", id, ShopDocument.Write(customer));
        foreach (var (id, order) in data.Orders)
            Insert(connection, "INSERT INTO orders VALUES ($1, $2, $3)", id, order.UserId, ShopDocument.Write(order));
        foreach (var (id, product) in data.Products)
            Insert(connection, "INSERT INTO products VALUES ($1, $2, $3)", id, product.Name, ShopDocument.Write(product));
        transaction.Commit();
    }

    private static void Insert(SqliteConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        command.ExecuteNonQuery();
    }
}
