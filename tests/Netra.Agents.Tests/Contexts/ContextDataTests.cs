namespace Netra.Agents.Tests.Contexts;

public sealed class ContextDataTests
{
    [Fact]
    public void Of_Entries_AreFoundByName()
    {
        var data = ContextData.Of(("locale", "de"), ("priority", 2));

        Assert.Equal((2, "de", 2L, true), (data.Count, data["locale"].AsString(), data["priority"].AsInt64(), data["other"].IsNull));
        Assert.True(data.TryGetValue("locale", out _));
        Assert.False(data.TryGetValue("Locale", out _));
        Assert.Equal(["locale", "priority"], data.Select(entry => entry.Key));
        Assert.Same(ContextData.Empty, ContextData.Of());
    }

    [Fact]
    public void Of_NameTwiceOrMissing_IsRefused()
    {
        Assert.Equal("The name 'a' stands twice in one map.", Assert.Throws<ArgumentException>(() => ContextData.Of(("a", 1), ("a", 1))).Message);
        Assert.Throws<ArgumentNullException>(() => ContextData.Of((null!, 1)));
        Assert.Throws<ArgumentException>(() => ContextData.Of(("\uD800", 1)));
    }

    [Fact]
    public void Merge_OtherOverThis_CoversAndAdds()
    {
        var below = ContextData.Of(("a", 1), ("b", 2));

        var merged = below.Merge(ContextData.Of(("b", 3), ("c", 4)));

        Assert.Equal(ContextData.Of(("a", 1), ("b", 3), ("c", 4)), merged);
        Assert.Equal(ContextData.Of(("a", 1), ("b", 2)), below);
        Assert.Same(below, below.Merge(ContextData.Empty));
        Assert.Same(below, ContextData.Empty.Merge(below));
    }

    [Fact]
    public void Merge_NullOverAValue_CoversIt()
    {
        var data = ContextData.Of(("a", 1)).With("a", ContextValue.Null);

        Assert.True(data.TryGetValue("a", out var value));
        Assert.True(value.IsNull);
        Assert.Single(data);
    }

    [Fact]
    public void Merge_MoreLayersThanAreKept_StaysTheSameAsOneByOne()
    {
        var expected = new Dictionary<string, ContextValue>();
        var data = ContextData.Empty;
        for (var i = 0; i < 200; i++)
        {
            expected[$"n{i % 60}"] = i;
            data = data.With($"n{i % 60}", i);

            Assert.Equal(ContextData.From(expected), data);
            Assert.Equal(expected.Count, data.Count);
            Assert.All(expected, entry => Assert.Equal(entry.Value, data[entry.Key]));
        }
    }

    [Fact]
    public void Merge_LayeredOverLayered_KeepsBoth()
    {
        var one = Enumerable.Range(0, 60).Aggregate(ContextData.Empty, (data, i) => data.With($"a{i}", i));
        var other = Enumerable.Range(0, 60).Aggregate(ContextData.Empty, (data, i) => data.With($"b{i}", i)).With("a0", "covered");

        var merged = one.Merge(other);

        Assert.Equal((120, "covered", 59L, 0L), (merged.Count, merged["a0"].AsString(), merged["b59"].AsInt64(), one["a0"].AsInt64()));
        Assert.Equal(merged.GetHashCode(), ContextData.From(merged).GetHashCode());
    }

    [Fact]
    public void Merge_TooLargeTogether_IsRefusedWithTheLimit()
    {
        var data = ContextData.Of(("a", new string('x', 65_000)));

        Assert.Equal(
            "Context data of about 66,016 characters is too large; the limit is 65,536 (ContextData.MaxSize). Keep large content in state and pass its key.",
            Assert.Throws<ArgumentException>(() => data.With("b", new string('y', 1_000))).Message);
        Assert.Throws<ArgumentException>(() => ContextData.Of(("a", new string('x', 65_536))));
    }

    [Fact]
    public void With_SameNameAgainAndAgain_CountsOnlyWhatIsSeen()
    {
        var data = ContextData.Of(("locale", "de"));
        for (var i = 0; i < 100; i++)
        {
            data = data.With("summary", new string('x', 10_000 + i));
        }

        Assert.Equal((2, 10_099, "de"), (data.Count, data["summary"].AsString().Length, data["locale"].AsString()));
    }

    [Fact]
    public void Equals_SameContentInOtherLayers_IsTrue()
    {
        var one = ContextData.Of(("a", 1), ("b", 2));
        var other = ContextData.Of(("b", 0)).With("b", 2).With("a", 1);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With("c", 3));
        Assert.False(one.Equals((object)"a"));
        Assert.Equal("ContextData(2)", one.ToString());
    }
}
