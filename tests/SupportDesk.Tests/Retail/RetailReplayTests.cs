using System.Collections.Concurrent;
using SupportDesk.Data;

namespace SupportDesk.Tests.Retail;

public sealed class RetailReplayTests(ITestOutputHelper output)
{
    private const int InFlight = 256;

    [Fact]
    public async Task Replay_AllTasksAtOnceEachOnAFreshShop_ReproducesEveryOutputAndEveryRow()
    {
        var tasks = RetailData.ReadTasks();
        using var shop = new ShopFolder(ShopData.Load(RetailData.Folder));
        using var slots = new SemaphoreSlim(InFlight);
        var differences = new ConcurrentQueue<string>();
        var copying = TimeSpan.Zero;
        var begun = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(tasks.Select(async task =>
        {
            await slots.WaitAsync();
            try
            {
                await Task.Run(async () =>
                {
                    var start = TimeProvider.System.GetTimestamp();
                    using var database = shop.Copy();
                    var took = TimeProvider.System.GetElapsedTime(start);
                    lock (differences)
                        copying += took;
                    await foreach (var difference in RetailReplay.RunAsync(task, task.Account, database))
                        differences.Enqueue(difference);
                    foreach (var difference in RetailReplay.CompareRows(task, database, shop.Pristine))
                        differences.Enqueue(difference);
                });
            }
            finally
            {
                slots.Release();
            }
        }));

        output.WriteLine(
            $"{tasks.Count} tasks, {tasks.Sum(task => task.Actions.Count)} tool calls, {differences.Count} differences, "
            + $"{TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s, {InFlight} at once, "
            + $"{copying.TotalMilliseconds / tasks.Count:0.00} ms a copy under this load, {shop.Template.SizeInBytes / 1024} KB each");
        Assert.Equal(635, tasks.Count);
        Assert.Empty(differences);
    }

    [Fact]
    public void Account_EveryTask_OwnsEveryOrderThatItsCallsReturned()
    {
        var orders = ShopData.Load(RetailData.Folder).Orders;

        var strangers = RetailData.ReadTasks()
            .SelectMany(task => task.Actions.Select(action => (task, action)))
            .Where(call => call.action.Arguments.TryGetProperty("order_id", out var id)
                && orders.TryGetValue(id.GetString()!, out var order)
                && order.UserId != call.task.Account)
            .Select(call => call.task.Id);

        Assert.Empty(strangers);
    }

    [Fact]
    public async Task Replay_AsTheNamedUserWhenTheAccountIsAnothers_IsRefusedRowByRow()
    {
        var odd = RetailData.ReadTasks().Where(task => task.Account != task.NamedUserId).ToList();
        Assert.NotEmpty(odd);
        using var shop = new ShopFolder(ShopData.Load(RetailData.Folder));

        foreach (var task in odd)
        {
            using var database = shop.Copy();
            foreach (var action in task.Actions)
            {
                var answer = await RetailReplay.CallAsync(action, task.NamedUserId, database);
                if (action.Arguments.TryGetProperty("order_id", out _))
                    Assert.Equal("Error: order not found", answer);
                else if (action.Name.Contains("_user_", StringComparison.Ordinal))
                    Assert.Equal("Error: user not found", answer);
            }

            Assert.Empty(ShopRows.Changed(database, shop.Pristine));
            output.WriteLine($"{task.Id} as {task.NamedUserId}: all rows of {task.Account} refused");
        }
    }
}
