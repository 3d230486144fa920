using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

public sealed class ConnectionListTests : IAsyncDisposable
{
    private readonly TestHost _host = new(_ => { });

    [Fact]
    public async Task List_OfTwoOwners_EachTheirOwnNewestFirst()
    {
        var (alice, bob) = (new Client(_host, "alice"), new Client(_host, "bob"));
        var first = (await alice.RunAsync("echo", "private words")).RunId;
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await alice.RunAsync("echo")).RunId;
        await bob.RunAsync("echo");
        var list = await alice.SendAsync("""{"type":"list"}""");
        var runs = list.Output["runs"].Items.ToArray();
        Assert.Equal([second.ToString(), first.ToString()], runs.Select(run => run["run_id"].AsString()));
        Assert.All(runs, run => Assert.Equal(("echo", "Completed", "Ended"), (run["agent"].AsString(), run["status"].AsString(), run["phase"].AsString())));
        Assert.DoesNotContain("private words", Client.Json(list));
        Assert.DoesNotContain("alice", Client.Json(list));
    }

    [Fact]
    public async Task List_OfAThread_OnlyItsRuns()
    {
        var alice = new Client(_host, "alice");
        await alice.RunAsync("echo");
        var wanted = await alice.SendAsync("""{"type":"run","agent":"echo","thread_id":"t-1"}""");
        await new Client(_host, "bob").SendAsync("""{"type":"run","agent":"echo","thread_id":"t-1"}""");
        var list = await alice.SendAsync("""{"type":"list","thread_id":"t-1"}""");
        Assert.Equal(wanted.RunId.ToString(), Assert.Single(list.Output["runs"].Items)["run_id"].AsString());
    }

    [Fact]
    public async Task List_OfAnOwnerWithoutRuns_Empty()
    {
        await new Client(_host, "alice").RunAsync("echo");
        Assert.Empty((await new Client(_host, "bob").SendAsync("""{"type":"list"}""")).Output["runs"].Items);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
