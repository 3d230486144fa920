using System.Reflection;
using SupportDesk.Data;

namespace SupportDesk.Tests.Data;

public sealed class ShopDatabaseTests
{
    [Fact]
    public async Task Copy_ChangedShop_LeavesTemplateAndOtherCopiesAsTheyWere()
    {
        using var shop = ShopFolder.OfSample();
        using var changed = shop.Copy();
        using (var session = changed.Lease("ottilie_brandt"))
            await ToolCaller.CallAsync("cancel_pending_order", new { order_id = "#W4400100", reason = "no longer needed" }, session);
        using var fresh = shop.Copy();

        Assert.Single(ShopRows.Changed(changed, shop.Pristine), row => row.Table == "orders");
        Assert.Empty(ShopRows.Changed(fresh, shop.Pristine));
    }

    [Fact]
    public void Copy_OverAnExistingFile_IsRefused()
    {
        using var shop = ShopFolder.OfSample();

        Assert.Throws<IOException>(() => shop.Template.Copy(shop.Pristine));
    }

    [Fact]
    public void Dispose_Database_DeletesItsFilesAndRefusesLeases()
    {
        using var shop = ShopFolder.OfSample();
        var database = shop.Copy();
        using (var session = database.Lease("ottilie_brandt"))
            Assert.NotNull(CustomerTable.Find(session, "ottilie_brandt", default));

        database.Dispose();
        database.Dispose();

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(database.FilePath)!, Path.GetFileName(database.FilePath) + "*"));
        Assert.Throws<ObjectDisposedException>(() => database.Lease("ottilie_brandt"));
    }

    [Theory]
    [InlineData(typeof(CustomerTable))]
    [InlineData(typeof(OrderTable))]
    public void Sql_OnRowsWithAnOwner_ComparesTheCaller(Type table)
    {
        var statements = table.GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        Assert.NotEmpty(statements);
        Assert.All(statements, sql => Assert.EndsWith(" AND user_id = @caller", sql, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"a\": 1 }", "users.json")]
    [InlineData("null", "null")]
    [InlineData("[", "users.json")]
    public void Load_FileThatIsNoShop_SaysWhichAndWhy(string text, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("support-desk-tests-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "users.json"), text);
            var fault = Assert.Throws<InvalidDataException>(() => ShopData.Load(folder.FullName));
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
