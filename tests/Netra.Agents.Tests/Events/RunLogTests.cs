namespace Netra.Agents.Tests.Events;

public sealed class RunLogTests
{
    private readonly TestLog _log = new();

    [Fact]
    public void Append_Events_AreNumberedFromOneWithoutGaps()
    {
        AgentEvent[] written = [_log.Start(), _log.Text("a"), _log.Tool(), _log.Append(new AgentProgress(_log.Root, null, 0.5)), _log.End()];

        var read = _log.Read();

        Assert.Equal(written, read);
        Assert.Equal([1, 2, 3, 4, 5], read.Select(item => item.Sequence));
        Assert.All(read, item => Assert.Equal(item.Sequence, item.FirstSequence));
    }

    [Fact]
    public void Append_AsTimePasses_StampsTheRunsClock()
    {
        _log.Start();
        _log.Clock.Advance(TimeSpan.FromSeconds(2));
        _log.Text("a");

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(2)], _log.Read().Select(item => item.Timestamp - new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero)));
    }

    [Fact]
    public void Append_WallClockSetBack_NeverGoesBackInTime()
    {
        var clock = new SteppingClock();
        var run = new Netra.Agents.Contexts.RunIdentity(TestLog.Alice, new ThreadId("t"), RunId.New(), null, null, 32);
        var log = new Netra.Agents.Events.RunLog(run, new Netra.Agents.Events.RunClock(clock), new(10, 10), new CountedEvents(), []);
        lock (run)
        {
            log.AppendNeedsLock(new AgentStarted(_log.Root));
            clock.Wall -= TimeSpan.FromHours(1);
            clock.Ticks += TimeSpan.TicksPerSecond;
            log.AppendNeedsLock(new AgentStarted(_log.Child));
        }

        var read = TestLog.ReadAll(new(log, TestLog.Alice, 0));

        Assert.Equal(TimeSpan.FromSeconds(1), read[1].Timestamp - read[0].Timestamp);
    }

    [Fact]
    public void Read_JoinedLate_GetsAllFromTheStart()
    {
        _log.Start();
        _log.Text("a");
        var early = _log.Reader();
        Assert.Equal(2, TestLog.ReadAll(early).Count);
        _log.Text("b");

        Assert.Equal([1, 2, 3], _log.Read().Select(item => item.Sequence));
        Assert.Equal([3], TestLog.ReadAll(early).Select(item => item.Sequence));
    }

    [Fact]
    public void Read_ComesBackWithItsLastSequence_GetsExactlyTheRest()
    {
        _log.Start();
        for (var i = 0; i < 20; i++)
        {
            _log.Tool();
        }

        _log.End();

        for (var seen = 0L; seen <= 22; seen++)
        {
            Assert.Equal(Enumerable.Range(1, 22).Select(sequence => (long)sequence).Where(sequence => sequence > seen), _log.Read(seen).Select(item => item.Sequence));
        }
    }

    [Fact]
    public void Read_Nothing_LeavesThePositionAlone()
    {
        var reader = _log.Reader();

        Assert.False(reader.TryRead(out _));
        Assert.Equal(0, reader.Position);
    }

    [Fact]
    public void Append_AfterTheEndOfTheRun_IsRefused()
    {
        _log.Start();
        _log.End();

        Assert.Equal(
            $"The log of run {_log.Run.RunId} is closed: its terminal event is the last.",
            Assert.Throws<InvalidOperationException>(() => _log.Text("late")).Message);
        Assert.Equal(["agent_started", "agent_completed"], _log.Read().Select(item => item.WireName));
    }

    [Fact]
    public void Append_AfterTheEndOfAChild_GoesOn()
    {
        _log.Start();
        _log.Append(new AgentStarted(_log.Child));
        var end = _log.Append(new AgentCompleted(_log.Child, TimeSpan.Zero, AgentOutput.FromText("part")));
        _log.Text("more");

        Assert.Equal((true, false), (end.IsTerminal, end.EndsRun));
        Assert.Equal(4, _log.Read().Count);
        Assert.True(_log.End().EndsRun);
    }

    private sealed class SteppingClock : TimeProvider
    {
        internal DateTimeOffset Wall { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        internal long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override DateTimeOffset GetUtcNow() => Wall;
        public override long GetTimestamp() => Ticks;
    }
}
