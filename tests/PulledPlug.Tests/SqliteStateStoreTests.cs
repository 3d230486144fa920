using Netra.Agents.Testing;

namespace PulledPlug.Tests;

public sealed class SqliteStateStoreTests
{
    public static TheoryData<string> Names => [.. StateStoreConformance.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SqliteStateStore_EachCase_Passes(string name)
    {
        var stores = new List<SqliteStateStore>();
        try
        {
            await StateStoreConformance.Cases.Single(one => one.Name == name).RunAsync(
                StateStoreFixture.Of(clock =>
                {
                    stores.Add(new SqliteStateStore("Data Source=:memory:", clock));
                    return stores[^1];
                }),
                TestContext.Current.CancellationToken);
        }
        finally
        {
            stores.ForEach(store => store.Dispose());
        }
    }
}
