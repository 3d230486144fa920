using Microsoft.Data.Sqlite;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Tests.Data;

public sealed class ShopSessionTests : IDisposable
{
    private const string Alice = "ottilie_brandt";
    private const string Bob = "tomasz_wilk";
    private const string AlicesPendingOrder = "#W4400100";

    private readonly ShopFolder _shop = ShopFolder.OfSample();
    private readonly ShopDatabase _database;

    public ShopSessionTests() => _database = _shop.Copy();

    public void Dispose()
    {
        _database.Dispose();
        _shop.Dispose();
    }

    [Fact]
    public void Lease_AfterASessionLeftATempTableBehind_SeesNone()
    {
        using (var first = _database.Lease(Alice))
        {
            first.ReadText("CREATE TEMP TABLE loot AS SELECT document FROM users WHERE user_id = @caller", default);
            Assert.NotNull(first.ReadText("SELECT document FROM temp.loot", default));
        }

        using var second = _database.Lease(Bob);
        var fault = Assert.Throws<SqliteException>(() => second.ReadText("SELECT document FROM temp.loot", default));
        Assert.Contains("no such table", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lease_AfterASessionAttachedAFile_SeesNoneAttached()
    {
        const string Attached = "SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'temp'";
        using (var first = _database.Lease(Alice))
        {
            first.ReadText("ATTACH @file AS other", default, ("@file", _shop.Pristine));
            Assert.Equal("main,other", first.ReadText(Attached, default));
        }

        using var second = _database.Lease(Bob);
        Assert.Equal("main", second.ReadText(Attached, default));
    }

    [Theory]
    [InlineData("case_sensitive_like", "SELECT CAST('a' LIKE 'A' AS TEXT)")]
    [InlineData("query_only", "SELECT CAST(query_only AS TEXT) FROM pragma_query_only")]
    [InlineData("recursive_triggers", "SELECT CAST(recursive_triggers AS TEXT) FROM pragma_recursive_triggers")]
    public void Lease_AfterASessionSetAPragma_SeesTheDefault(string pragma, string probe)
    {
        string? before, changed;
        using (var first = _database.Lease(Alice))
        {
            before = first.ReadText(probe, default);
            first.ReadText($"PRAGMA {pragma} = 1", default);
            changed = first.ReadText(probe, default);
        }

        using var second = _database.Lease(Bob);
        Assert.NotEqual(before, changed);
        Assert.Equal(before, second.ReadText(probe, default));
    }

    [Fact]
    public async Task Dispose_WithAnUncommittedChange_UndoesIt()
    {
        using (var session = _database.Lease(Alice))
        {
            await session.BeginAsync(default);
            var order = OrderTable.Find(session, AlicesPendingOrder, default)!;
            OrderTable.Save(session, order with { Status = OrderStatus.Cancelled }, default);
            Assert.Equal(OrderStatus.Cancelled, OrderTable.Find(session, AlicesPendingOrder, default)!.Status);
        }

        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
    }

    [Fact]
    public async Task Commit_CancelledBefore_UndoesAllAndDropsTheConnection()
    {
        using var session = _database.Lease(Alice);
        await session.BeginAsync(default);
        var order = OrderTable.Find(session, AlicesPendingOrder, default)!;
        OrderTable.Save(session, order with { Status = OrderStatus.Cancelled }, default);

        Assert.Throws<OperationCanceledException>(() => session.Commit(new CancellationToken(canceled: true)));

        Assert.Throws<InvalidOperationException>(() => OrderTable.Find(session, AlicesPendingOrder, default));
        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
        await AssertCanWriteAsync(Bob);
    }

    [Fact]
    public async Task ChangeRow_Failing_UndoesAllAndFreesTheWritersTurn()
    {
        using var session = _database.Lease(Alice);
        await session.BeginAsync(default);
        var order = OrderTable.Find(session, AlicesPendingOrder, default)!;
        OrderTable.Save(session, order with { Status = OrderStatus.Cancelled }, default);

        // The row's check refuses an order that would come to name another owner than its column.
        Assert.Throws<SqliteException>(() => OrderTable.Save(session, order with { UserId = Bob }, default));

        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
        await AssertCanWriteAsync(Bob);
    }

    [Fact]
    public async Task Save_SomebodyElsesRow_IsRefused()
    {
        Order order;
        using (var alice = _database.Lease(Alice))
            order = OrderTable.Find(alice, AlicesPendingOrder, default)!;

        using (var bob = _database.Lease(Bob))
        {
            await bob.BeginAsync(default);
            Assert.Throws<InvalidOperationException>(() => OrderTable.Save(bob, order with { Status = OrderStatus.Cancelled }, default));
        }

        Assert.Empty(ShopRows.Changed(_database, _shop.Pristine));
    }

    [Fact]
    public async Task BeginAsync_WhileAnotherWrites_WaitsUntilItIsDone()
    {
        using var second = _database.Lease(Bob);
        ValueTask waiting;
        using (var first = _database.Lease(Alice))
        {
            await first.BeginAsync(default);
            waiting = second.BeginAsync(default);
            Assert.False(waiting.IsCompleted);
            using var reader = _database.Lease(Bob);
            Assert.NotNull(CustomerTable.Find(reader, Bob, default));
        }

        await waiting;
        Assert.NotNull(CustomerTable.Find(second, Bob, default));
    }

    [Fact]
    public async Task BeginAsync_CancelledWhileItWaits_LeavesTheTurnToOthers()
    {
        using var cancelling = new CancellationTokenSource();
        using (var first = _database.Lease(Alice))
        {
            await first.BeginAsync(default);
            using var second = _database.Lease(Bob);
            var waiting = second.BeginAsync(cancelling.Token);
            await cancelling.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        }

        await AssertCanWriteAsync(Bob);
    }

    [Fact]
    public async Task BeginAsync_Twice_IsRefusedInsteadOfWaitingForItself()
    {
        using var session = _database.Lease(Alice);
        await session.BeginAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.BeginAsync(default).AsTask());

        await AssertCanWriteAsync(Bob);
    }

    [Fact]
    public async Task EveryMember_AfterDispose_Throws()
    {
        var session = _database.Lease(Alice);
        session.Dispose();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => CustomerTable.Find(session, Alice, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.BeginAsync(default).AsTask());
        await AssertCanWriteAsync(Bob);
    }

    [Fact]
    public void Lease_WithoutACaller_IsRefused() => Assert.Throws<ArgumentException>(() => _database.Lease(""));

    [Fact]
    public async Task Tools_OfOneCustomerAtOnce_LoseNoUpdate()
    {
        const string Jointly = "leilani_kai";
        string[] pending = ["#W4400692"];
        var before = await BalanceAsync(Jointly);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            using var session = _database.Lease(Jointly);
            return await CancelPendingOrder.ExecuteAsync(pending[0], "no longer needed", session, default);
        })));

        Assert.Equal(15, answers.Count(answer => answer == "Error: non-pending order cannot be cancelled"));
        Assert.Equal(before + 332.25m, await BalanceAsync(Jointly));
    }

    private ValueTask<decimal> BalanceAsync(string customerId)
    {
        using var session = _database.Lease(customerId);
        return new(CustomerTable.Get(session, customerId, default).PaymentMethods.Values.Sum(method => method.Balance ?? 0));
    }

    private async Task AssertCanWriteAsync(string customerId)
    {
        using var session = _database.Lease(customerId);
        await session.BeginAsync(default);
        CustomerTable.Save(session, customerId, CustomerTable.Get(session, customerId, default), default);
        session.Commit(default);
    }
}
