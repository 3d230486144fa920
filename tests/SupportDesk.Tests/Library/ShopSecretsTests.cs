
namespace SupportDesk.Tests.Library;

/// <summary>The leak scan itself: what it must see on the wire when somebody else's frames are delivered.</summary>
public sealed class ShopSecretsTests
{
    private const string Ottilie = "ottilie_brandt";
    private const string Tomasz = "tomasz_wilk";

    [Fact]
    public async Task ForeignIn_FramesOfAnothersRun_FindsEveryKind()
    {
        await using var host = new DeskHost(confirmChanges: false);
        var theirs = DeskHost.Data.Users[Ottilie];
        var sink = new FrameSink();
        await host.PlayAsync(Ottilie, sink, ("get_user_details", new { user_id = Ottilie }), ("get_order_details", new { order_id = theirs.Orders[0] }));
        var secrets = new ShopSecrets(DeskHost.Data);

        var found = sink.Frames.SelectMany(frame => secrets.ForeignIn(frame, Tomasz)).ToHashSet();

        Assert.Contains(Ottilie, found);
        Assert.Contains(theirs.Email, found);
        Assert.Contains(theirs.Address.Address1, found);
        Assert.Superset(theirs.PaymentMethods.Keys.ToHashSet(), found);
        Assert.Superset(theirs.Orders.ToHashSet(), found);
        Assert.Empty(sink.Frames.SelectMany(frame => secrets.ForeignIn(frame, Ottilie)));
    }
}
