namespace Netra.Agents.Tests.Contexts;

public sealed class ContextValueEqualityTests
{
    [Fact]
    public void Equals_SameContentMadeTwice_IsTrueWithOneHash()
    {
        foreach (var make in Makers())
        {
            var (one, other) = (make(), make());

            Assert.True(one == other);
            Assert.False(one != other);
            Assert.True(one.Equals((object)other));
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            Assert.Equal(one.ToCanonicalUtf8Json(), other.ToCanonicalUtf8Json());
        }
    }

    [Fact]
    public void Equals_AnyTwoDifferentValues_IsFalse()
    {
        var values = Makers().Select(make => make()).ToList();
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < values.Count; j++)
            {
                Assert.Equal(i == j, values[i] == values[j]);
            }
        }
    }

    [Fact]
    public void Equals_DecimalsOfAnotherScale_AreTheSameNumberWithOneCanonicalText()
    {
        foreach (var (one, other) in new[] { (1.0m, 1.00m), (100m, 1e2m), (0m, 0.000m), (0m, -0.0m), (decimal.MaxValue, decimal.MaxValue), (1.50m, 1.5m) })
        {
            ContextValue left = one, right = other;

            Assert.Equal(left, right);
            Assert.Equal(left.GetHashCode(), right.GetHashCode());
            Assert.Equal(left.ToCanonicalUtf8Json(), right.ToCanonicalUtf8Json());
        }
    }

    [Fact]
    public void Equals_NumbersOfAnotherKind_AreDifferent()
    {
        Assert.NotEqual((ContextValue)1, (ContextValue)1.0);
        Assert.NotEqual((ContextValue)1, (ContextValue)1m);
        Assert.NotEqual((ContextValue)1.0, (ContextValue)1m);
    }

    [Fact]
    public void Equals_MapsInAnotherOrder_AreTheSame()
    {
        var names = Enumerable.Range(0, 30).Select(i => ($"n{i}", (ContextValue)i)).ToArray();
        var (one, other) = (ContextValue.Map(names), ContextValue.Map([.. names.Reverse()]));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one.ToCanonicalUtf8Json(), other.ToCanonicalUtf8Json());
        Assert.NotEqual(one.ToUtf8Json(), other.ToUtf8Json());
    }

    [Fact]
    public void Equals_ListsInAnotherOrder_AreDifferent() => Assert.NotEqual(ContextValue.List(1, 2), ContextValue.List(2, 1));

    [Fact]
    public void Equals_AnotherType_IsFalse()
    {
        Assert.False(((ContextValue)1).Equals((object)1L));
        Assert.False(((ContextValue)"a").Equals((object)"a"));
        Assert.False(ContextValue.Null.Equals((object?)null));
    }

    private static IEnumerable<Func<ContextValue>> Makers()
    {
        var second = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        return
        [
            () => ContextValue.Null, () => true, () => false, () => 0, () => 1, () => second.UtcTicks, () => second, () => second.AddTicks(1),
            () => 0.0, () => -0.0, () => 1.5, () => 1.5m, () => 2m, () => "", () => "a", () => "A", () => "é", () => "e\u0301", () => new string('a', 2),
            () => ContextValue.FromBytes([]), () => ContextValue.FromBytes([1]), () => ContextValue.FromBytes([1, 2]),
            () => ContextValue.List(), () => ContextValue.List(ContextValue.Null), () => ContextValue.List(1), () => ContextValue.List(1, 1),
            () => ContextValue.List(ContextValue.List(1)), () => ContextValue.Map(), () => ContextValue.Map(("a", 1)), () => ContextValue.Map(("a", 2)),
            () => ContextValue.Map(("b", 1)), () => ContextValue.Map(("a", ContextValue.Null)), () => ContextValue.Map(("a", ContextValue.Map(("a", 1)))),
        ];
    }
}
