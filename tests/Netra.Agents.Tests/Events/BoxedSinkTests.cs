namespace Netra.Agents.Tests.Events;

/// <summary>The sinks in the box: channel, recorder, composite.</summary>
public sealed class BoxedSinkTests
{
    private readonly TestLog _log = new();

    [Fact]
    public async Task Channel_Events_AreReadInOrder()
    {
        var sink = new ChannelEventSink(2);
        AgentEvent[] written = [_log.Start(), _log.Tool()];
        foreach (var item in written)
        {
            await sink.SendAsync(item, CancellationToken.None);
        }

        Assert.True(sink.Reader.TryRead(out var first) & sink.Reader.TryRead(out var second));
        Assert.Equal<AgentEvent>(written, new List<AgentEvent> { first!, second! });
    }

    [Fact]
    public async Task Channel_Full_WaitsAndNeverDrops()
    {
        var sink = new ChannelEventSink(1);
        await sink.SendAsync(_log.Start(), CancellationToken.None);
        var waiting = sink.SendAsync(_log.Tool(), CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(1, (await sink.Reader.ReadAsync().Soon()).Sequence);

        await waiting.Soon();
        Assert.Equal(2, (await sink.Reader.ReadAsync().Soon()).Sequence);
    }

    [Fact]
    public async Task Channel_FullAndCancelled_GivesUp()
    {
        using var cancellation = new CancellationTokenSource();
        var sink = new ChannelEventSink(1);
        await sink.SendAsync(_log.Start(), CancellationToken.None);
        var waiting = sink.SendAsync(_log.Tool(), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public void Create_WithoutRoom_IsRefused()
    {
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => new ChannelEventSink(0)).ParamName);
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => new RecordingEventSink(0)).ParamName);
    }

    [Fact]
    public async Task Recorder_MoreThanItHolds_KeepsTheNewestAndCounts()
    {
        var sink = new RecordingEventSink(3);
        for (var i = 0; i < 5; i++)
        {
            await sink.SendAsync(_log.Tool(), CancellationToken.None);
        }

        Assert.Equal([3, 4, 5], sink.EventsOf(TestLog.Alice).Select(item => item.Sequence));
        Assert.Equal(2, sink.Forgotten);
    }

    [Fact]
    public async Task Recorder_EventsOf_GivesThatOwnersOnly()
    {
        var sink = new RecordingEventSink();
        foreach (var (item, _) in EventSamples.All)
        {
            await sink.SendAsync(item, CancellationToken.None);
        }

        await sink.SendAsync(_log.Start(), CancellationToken.None);

        Assert.Single(sink.EventsOf(TestLog.Alice));
        Assert.Equal(EventSamples.All.Length, sink.EventsOf(EventSamples.Owner).Count);
        Assert.Empty(sink.EventsOf(new Owner(TestLog.Alice.UserId)));
        Assert.Throws<ArgumentException>(() => sink.EventsOf(default));
    }

    [Fact]
    public async Task Recorder_ListGivenOut_DoesNotGrow()
    {
        var sink = new RecordingEventSink();
        await sink.SendAsync(_log.Start(), CancellationToken.None);
        var given = sink.EventsOf(TestLog.Alice);
        await sink.SendAsync(_log.Tool(), CancellationToken.None);

        Assert.Single(given);
    }

    [Fact]
    public async Task Composite_SomeFail_TriesAllAndTellsTheFailures()
    {
        var (first, last) = (new RecordingEventSink(), new RecordingEventSink());
        var failing = new DelegateSink((_, _) => throw new InvalidOperationException("first"));
        var faulting = new DelegateSink((_, _) => ValueTask.FromException(new InvalidOperationException("second")));
        var sink = new CompositeEventSink(first, failing, faulting, last);

        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await sink.SendAsync(_log.Start(), CancellationToken.None));

        Assert.StartsWith("2 of 4 sinks failed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["first", "second"], failure.InnerExceptions.Select(inner => inner.Message));
        Assert.Single(first.EventsOf(TestLog.Alice));
        Assert.Single(last.EventsOf(TestLog.Alice));
    }

    [Fact]
    public async Task Composite_NoneFails_SendsToEachInOrder()
    {
        var order = new List<int>();
        var sink = new CompositeEventSink(Enumerable.Range(0, 3).Select(i => new DelegateSink(async (_, _) =>
        {
            await Task.Yield();
            order.Add(i);
        })));

        await sink.SendAsync(_log.Start(), CancellationToken.None).Soon();

        Assert.Equal([0, 1, 2], order);
    }

    [Fact]
    public void Composite_NullAmongThem_IsRefused() =>
        Assert.StartsWith("A sink is null.", Assert.Throws<ArgumentException>(() => new CompositeEventSink(new RecordingEventSink(), null!)).Message, StringComparison.Ordinal);
}
