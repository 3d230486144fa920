namespace Netra.Agents.Tests.Events;

public sealed class RunLogRetentionTests
{
    [Fact]
    public void Append_TextPastTheLimit_IsMergedAndNothingIsLost()
    {
        var log = new TestLog(passing: 10);
        log.Start();
        for (var i = 0; i < 100; i++)
        {
            log.Text($"{i} ");
        }

        var read = log.Read();

        Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} ")), string.Concat(read.OfType<AgentText>().Select(text => text.Text)));
        Assert.True(read.Count <= 12);
        Assert.Contains(read, item => item.FirstSequence < item.Sequence);
        Assert.True(log.Counters.MergedCount >= 88);
        Assert.Equal(0, log.Counters.DroppedCount);
    }

    [Fact]
    public void Append_PassingEventsThatCanNotMerge_FallOutOldestFirstBehindAGap()
    {
        var log = new TestLog(passing: 10);
        log.Start();
        for (var i = 2; i <= 12; i++)
        {
            log.Append(new AgentThinking(log.Root, $"{i}"));
        }

        var read = log.Read();

        Assert.Equal(["agent_started", "events_gap", .. Enumerable.Repeat("agent_thinking", 5)], read.Select(item => item.WireName));
        var gap = Assert.IsType<EventGap>(read[1]);
        Assert.Equal((2, 7, 6, 6), (gap.FirstSequence, gap.Sequence, gap.Missing, log.Counters.DroppedCount));
        Assert.Equal(log.Run.RunId, gap.RunId);
        Assert.False(gap.IsTerminal);
        Assert.Equal(["8", "9", "10", "11", "12"], read.OfType<AgentThinking>().Select(item => item.Text));
    }

    [Fact]
    public void Append_TextLongerThanTheLimit_DropsByLength()
    {
        var log = new TestLog(passing: 100, text: 100);
        log.Start();
        for (var i = 0; i < 6; i++)
        {
            log.Append(new AgentThinking(log.Root, new string((char)('a' + i), 20)));
        }

        Assert.Equal("ef", string.Concat(log.Read().OfType<AgentThinking>().Select(item => item.Text[0])));
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000, 1)]
    public void Append_OneEventPastAnyLimit_IsStillReadOnceByWhoFollows(int passing, int text)
    {
        var log = new TestLog(passing, text);
        var reader = log.Reader();
        log.Start();
        Assert.Single(TestLog.ReadAll(reader));
        for (var i = 0; i < 5; i++)
        {
            var written = log.Append(new AgentThinking(log.Root, "longer than any limit"));

            Assert.True(reader.TryRead(out var read));
            Assert.Same(written, read);
            Assert.False(reader.TryRead(out _));
        }
    }

    [Fact]
    public void Append_LifecycleAndToolEvents_AreNeverDropped()
    {
        var log = new TestLog(passing: 1, text: 1);
        log.Start();
        var kept = new List<AgentEvent>();
        for (var i = 0; i < 300; i++)
        {
            log.Text("some text");
            kept.Add(log.Tool());
            log.Append(new AgentProgress(log.Root, "at it", null));
            kept.Add(log.Append(new AgentStarted(log.Child)));
            kept.Add(log.Append(new AgentFailed(log.Child, TimeSpan.Zero, new AgentError("x", "y"))));
            kept.Add(log.Append(new ToolApprovalRequested(log.Root, default, "pay", default, default)));
        }

        kept.Add(log.End());

        Assert.Equal(kept, log.Read().Where(item => item is not (EventGap or AgentText or AgentProgress) && item.Sequence > 1));
    }

    [Fact]
    public void Read_TextOfAnotherExecutionBetween_IsNotMergedAcross()
    {
        var log = new TestLog(passing: 6);
        log.Start();
        foreach (var letter in "abcdefg")
        {
            log.Append(new AgentText(letter is 'c' or 'd' ? log.Child : log.Root, $"{letter}"));
        }

        Assert.Equal([("writer", "ab"), ("helper", "cd"), ("writer", "efg")], log.Read().OfType<AgentText>().Select(item => (item.AgentName, item.Text)));
    }

    [Fact]
    public void Read_InTheMidstOfAMergedText_GetsExactlyTheRest()
    {
        var log = new TestLog(passing: 4);
        log.Start();
        string[] pieces = ["one ", "", "two ", "😀", "three"];
        foreach (var piece in pieces)
        {
            log.Text(piece);
        }

        for (var seen = 1; seen <= 6; seen++)
        {
            Assert.Equal(string.Concat(pieces.Skip(seen - 1)), string.Concat(log.Read(seen).OfType<AgentText>().Select(text => text.Text)));
        }
    }

    [Fact]
    public void Read_FarBehind_GetsTextMergedWithoutTouchingTheLog()
    {
        var log = new TestLog();
        log.Start();
        for (var i = 0; i < 100; i++)
        {
            log.Text($"{i} ");
        }

        var late = log.Read();
        var near = log.Read(80);

        Assert.True(late.Count < 101);
        Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} ")), string.Concat(late.OfType<AgentText>().Select(text => text.Text)));
        Assert.Equal(21, near.Count);
    }

    [Fact]
    public void Read_MergedText_StaysShortEnoughToFallOutInPieces()
    {
        var log = new TestLog();
        log.Start();
        for (var i = 0; i < 200; i++)
        {
            log.Text(new string('x', 1_000));
        }

        Assert.All(log.Read().OfType<AgentText>(), text => Assert.InRange(text.Text.Length, 1, 8 * 1024));
    }
}
