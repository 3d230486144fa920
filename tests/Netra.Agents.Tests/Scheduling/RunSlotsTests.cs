using CsCheck;
using Netra.Agents.Scheduling;
using Netra.Agents.Tests.Events;

namespace Netra.Agents.Tests.Scheduling;

public sealed class RunSlotsTests
{
    private static readonly int[] Weights = [1, 2, 3, 1];

    /// <summary>Whoever has a run in line is served after at most one round of each other owner, whatever those ask for.</summary>
    [Fact]
    public void Queue_AnyOrderOfBeginsAndEnds_NobodyIsPassedOverByMoreThanOneRoundOfEachOther() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 7].Array[20, 120]).Sample(
            (slots, acts) =>
            {
                var rig = new Rig(slots);
                foreach (var act in acts)
                {
                    if (act < 5)
                    {
                        rig.Begin(act % 4);
                    }
                    else
                    {
                        rig.EndOne(act);
                    }
                }

                rig.EndAll();
            },
            iter: 20_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Queue_ManyThreadsAtOnce_NeverMoreThanThereAreAndNothingIsLeft(bool someGiveUp)
    {
        const int Runs = 4_000;
        var slots = new RunSlots(3, new WaitingPlaces(int.MaxValue));
        var lines = Enumerable.Range(0, 8).Select(_ => Rig.Line(1, maxRuns: 2)).ToArray();
        var (running, most, over) = (0, 0, 0);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < Runs; i++)
            {
                var ticket = new CountedTicket(lines[(i + thread) % lines.Length]) { OnGranted = Serve };
                if (slots.TryTake(ticket, out var mustServe))
                {
                    Serve(ticket);
                }
                else
                {
                    slots.Queue(ticket, isBack: false);
                }

                if (mustServe)
                {
                    slots.Serve(ticket.Line);
                }

                if (someGiveUp && i % 3 == 0)
                {
                    End(ticket);
                }
            }
        });

        await done.Task.Soon();

        // Of two that end a ticket at once, the one that counted may be ahead of the one that gives the slot back.
        for (var yields = 0; slots.Running != 0 && yields < 100_000; yields++)
        {
            await Task.Yield();
        }

        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (slots.Running, slots.Ring));
        Assert.All(lines, line => Assert.Equal((0, 0), (line.Running, line.Waiting)));

        void Serve(CountedTicket ticket) => ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                // Those that gave up have no slot, whoever is still at work for them.
                if (!someGiveUp)
                {
                    var now = Interlocked.Increment(ref running);
                    for (var seen = Volatile.Read(ref most); now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = Volatile.Read(ref most))
                    {
                    }

                    Interlocked.Decrement(ref running);
                }
                else
                {
                    Interlocked.CompareExchange(ref most, 1, 0);
                }

                End(ticket);
            },
            null);

        void End(CountedTicket ticket)
        {
            slots.End(ticket);
            if (ticket.TryCount() && Interlocked.Increment(ref over) == 4 * Runs)
            {
                done.SetResult();
            }
        }
    }

    private sealed class CountedTicket(OwnerLine line) : Ticket
    {
        private int _counted;

        internal Action<CountedTicket>? OnGranted { get; init; }

        internal override OwnerLine Line { get; } = line;

        internal override ThreadId ThreadId { get; } = new("thread");

        internal override void Granted() => OnGranted!(this);

        internal bool TryCount() => Interlocked.Exchange(ref _counted, 1) == 0;
    }

    private sealed class Rig
    {
        private readonly List<FakeTicket> _running = [];
        private readonly List<FakeTicket> _granted = [];
        private readonly OwnerLine[] _lines = [.. Weights.Select(weight => Line(weight, maxRuns: 1_000))];
        private readonly int[][] _passedOver = [.. Weights.Select(_ => new int[Weights.Length])];
        private readonly RunSlots _slots;
        private readonly int _max;
        private int _names;

        internal Rig(int slots) => (_slots, _max) = (new RunSlots(slots, new WaitingPlaces(1_000)), slots);

        internal static OwnerLine Line(int weight, int maxRuns) => new() { Share = new OwnerShare(weight, maxRuns, 1_000, null) };

        internal void Begin(int owner)
        {
            var ticket = new FakeTicket(_lines[owner], $"{owner}:{_names++}", _granted);
            if (_slots.TryTake(ticket, out _))
            {
                Assert.All(_lines, line => Assert.Equal(0, line.Waiting));
                Note(ticket);
            }
            else
            {
                _slots.Queue(ticket, isBack: false);
            }

            NoteGranted();
        }

        internal void EndOne(int which)
        {
            if (_running.Count > 0)
            {
                var ticket = _running[which % _running.Count];
                _running.Remove(ticket);
                _slots.End(ticket);
                NoteGranted();
            }
        }

        internal void EndAll()
        {
            while (_running.Count > 0)
            {
                EndOne(0);
            }

            Assert.Equal((0, 0), (_slots.Running, _slots.Ring));
            Assert.All(_lines, line => Assert.Equal((0, 0), (line.Running, line.Waiting)));
        }

        private void NoteGranted()
        {
            foreach (var ticket in _granted)
            {
                Note(ticket);
            }

            _granted.Clear();
        }

        private void Note(FakeTicket ticket)
        {
            _running.Add(ticket);
            Assert.InRange(_running.Count, 1, _max);
            var owner = Array.IndexOf(_lines, ticket.Line);
            Array.Clear(_passedOver[owner]);
            for (var other = 0; other < _lines.Length; other++)
            {
                if (other != owner && _lines[other].Waiting > 0)
                {
                    Assert.True(++_passedOver[other][owner] <= Weights[owner], $"owner {other} was passed over {_passedOver[other][owner]} times by owner {owner}");
                }
                else
                {
                    _passedOver[other][owner] = 0;
                }
            }
        }
    }
}
