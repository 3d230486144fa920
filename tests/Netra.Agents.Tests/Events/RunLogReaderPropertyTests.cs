using CsCheck;
using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

/// <summary>Whatever is written, whatever is kept and wherever a reader stands: what it reads is the truth, whole and in order.</summary>
public sealed class RunLogReaderPropertyTests
{
    private static readonly Gen<(int Kind, int Length, int Reads)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 12], Gen.Int[0, 5]).Array[0, 150];

    [Fact]
    public void Read_FromAnyPlaceAtAnyPace_CoversEverySequenceOnceAndTrue() => Gen.Select(Steps, Gen.Int[1, 40], Gen.Int[1, 200]).Sample(
        (steps, passing, text) =>
        {
            var log = new TestLog(passing, text);
            var written = new List<(AgentEvent Item, string Text)>();
            Write(log.Start(), "");
            var follower = log.Reader();
            var followed = new List<AgentEvent>();
            foreach (var (kind, length, reads) in steps)
            {
                var piece = new string((char)('a' + (written.Count % 26)), length);
                Write(log.Append(Made(log, kind, piece)), kind <= 6 ? piece : "");
                for (var i = 0; i < reads && follower.TryRead(out var item); i++)
                {
                    followed.Add(item);
                }
            }

            Write(log.End(), "");
            followed.AddRange(TestLog.ReadAll(follower));

            Verify(followed, 0, written);
            for (var after = 0; after <= written.Count; after++)
            {
                Verify(log.Read(after), after, written);
            }

            void Write(AgentEvent item, string piece) => written.Add((item, piece));
        },
        iter: 400, threads: 1);

    private static AgentEvent Made(TestLog log, int kind, string piece) => kind switch
    {
        <= 4 => new AgentText(log.Root, piece),
        <= 6 => new AgentText(log.Child, piece),
        7 => new AgentThinking(log.Root, piece),
        8 => new AgentProgress(log.Root, piece, null),
        _ => new ToolExecuting(log.Root, 1, "search", default),
    };

    private static void Verify(List<AgentEvent> read, long after, List<(AgentEvent Item, string Text)> written)
    {
        var next = after + 1;
        foreach (var item in read)
        {
            Assert.Equal(next, item.FirstSequence);
            Assert.InRange(item.Sequence, item.FirstSequence, written.Count);
            var covered = written.GetRange((int)item.FirstSequence - 1, (int)(item.Sequence - item.FirstSequence + 1));
            switch (item)
            {
                case EventGap:
                    Assert.All(covered, one => Assert.True(one.Item.IsPassing, $"{one.Item} was dropped."));
                    break;
                case AgentText text:
                    Assert.Equal(string.Concat(covered.Select(one => one.Text)), text.Text);
                    Assert.All(covered, one => Assert.Equal((typeof(AgentText), text.ExecutionId), (one.Item.GetType(), one.Item.ExecutionId)));
                    break;
                default:
                    Assert.Same(Assert.Single(covered).Item, item);
                    break;
            }

            next = item.Sequence + 1;
        }

        Assert.Equal(written.Count + 1, next);
    }
}
