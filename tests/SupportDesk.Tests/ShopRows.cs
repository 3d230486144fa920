using Microsoft.Data.Sqlite;
using SupportDesk.Data;

namespace SupportDesk.Tests;

/// <summary>Reads a shop past its sessions, to see what they left behind.</summary>
public static class ShopRows
{
    // Both directions: rows added or changed, and rows gone.
    private const string Sql = """
        SELECT 'users', k.user_id, m.document FROM (
            SELECT user_id FROM (SELECT * FROM main.users EXCEPT SELECT * FROM fresh.users) UNION
            SELECT user_id FROM (SELECT * FROM fresh.users EXCEPT SELECT * FROM main.users)) k LEFT JOIN main.users m USING (user_id)
        UNION ALL
        SELECT 'orders', k.order_id, m.document FROM (
            SELECT order_id FROM (SELECT * FROM main.orders EXCEPT SELECT * FROM fresh.orders) UNION
            SELECT order_id FROM (SELECT * FROM fresh.orders EXCEPT SELECT * FROM main.orders)) k LEFT JOIN main.orders m USING (order_id)
        UNION ALL
        SELECT 'products', k.product_id, m.document FROM (
            SELECT product_id FROM (SELECT * FROM main.products EXCEPT SELECT * FROM fresh.products) UNION
            SELECT product_id FROM (SELECT * FROM fresh.products EXCEPT SELECT * FROM main.products)) k
            LEFT JOIN main.products m USING (product_id)
        """;

    public static List<ShopRow> Changed(ShopDatabase database, string pristine)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database.FilePath, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "ATTACH $fresh AS fresh";
        command.Parameters.AddWithValue("$fresh", pristine);
        command.ExecuteNonQuery();
        command.CommandText = Sql;
        using var reader = command.ExecuteReader();
        var rows = new List<ShopRow>();
        while (reader.Read())
            rows.Add(new ShopRow(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return rows;
    }
}
