using Microsoft.Extensions.Time.Testing;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.Contexts;

public sealed class NewIdTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero));

    [Fact]
    public void Create_AtAnInstant_HoldsItsMillisecondsVersionAndVariant()
    {
        var bytes = NewId.Create(_clock, new SameByte(0xFF)).ToByteArray(bigEndian: true);

        Assert.Equal(_clock.GetUtcNow().ToUnixTimeMilliseconds(), bytes.Take(6).Aggregate(0L, (sum, part) => (sum << 8) | part));
        Assert.Equal(0x7F, bytes[6]);
        Assert.Equal(0xBF, bytes[8]);
        Assert.All(bytes[9..], part => Assert.Equal(0xFF, part));
    }

    [Fact]
    public void Create_NoEntropy_StillHasVersionAndVariant()
    {
        var id = NewId.Create(_clock, new SameByte(0));

        Assert.Equal(7, id.Version);
        Assert.Equal(0x80, id.ToByteArray(bigEndian: true)[8]);
    }

    [Fact]
    public void Create_AsTimePasses_SortsByTimeAsTextAndAsGuid()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 500; i++)
        {
            ids.Add(NewId.Create(_clock, SystemEntropySource.Instance));
            _clock.Advance(TimeSpan.FromMilliseconds(1 + (i * i)));
        }

        Assert.Equal(ids, ids.OrderBy(id => id.ToString("N"), StringComparer.Ordinal));
        Assert.Equal(ids, ids.Order());
    }

    [Fact]
    public void Create_AtOneInstant_DiffersByEntropyAlone()
    {
        var ids = Enumerable.Range(0, 5_000).Select(_ => NewId.Create(_clock, SystemEntropySource.Instance)).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Single(ids.Select(id => id.ToString("N")[..12]).Distinct());
    }

    [Fact]
    public void Fill_OfTheSystem_FillsEveryLength()
    {
        foreach (var length in new[] { 1, 10, 639, 640, 641, 4_096 })
        {
            var bytes = new byte[length];
            var seen = new bool[length];

            // A byte that is never written stays zero; that one of them is zero ten times by chance is as good as impossible.
            for (var i = 0; i < 10; i++)
            {
                SystemEntropySource.Instance.Fill(bytes);
                for (var at = 0; at < length; at++)
                {
                    seen[at] |= bytes[at] != 0;
                }

                Array.Clear(bytes);
            }

            Assert.DoesNotContain(false, seen);
        }
    }

    private sealed class SameByte(byte value) : IEntropySource
    {
        public void Fill(Span<byte> destination) => destination.Fill(value);
    }
}
