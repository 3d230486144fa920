namespace Netra.Agents.Tests.Contexts;

public sealed class GrantsTests
{
    [Fact]
    public void Of_NamesInAnyOrder_IsOneSet()
    {
        var grants = Grants.Of("b", "a", "b");

        Assert.Equal(["a", "b"], grants.Names);
        Assert.Equal(Grants.Of("a", "b"), grants);
        Assert.Equal(Grants.Of("a", "b").GetHashCode(), grants.GetHashCode());
        Assert.Equal("a, b", grants.ToString());
        Assert.NotEqual(Grants.Of("a"), grants);
    }

    [Fact]
    public void Of_Nothing_IsNone()
    {
        Assert.Same(Grants.None, Grants.Of());
        Assert.False(Grants.None.Allows("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData(null)]
    public void Of_BadName_IsRefused(string? name) => Assert.ThrowsAny<ArgumentException>(() => Grants.Of("ok", name!));

    [Fact]
    public void Allows_NameThatIsNotThereExactly_IsFalse()
    {
        var grants = Grants.Of("orders.read", "*");

        Assert.True(grants.Allows("orders.read"));
        Assert.False(grants.Allows("orders.write"));
        Assert.False(grants.Allows("Orders.Read"));
        Assert.False(grants.Allows("orders"));
        Assert.False(grants.Allows("orders.read\u200B"));
        Assert.False(grants.Allows(null!));
    }

    [Fact]
    public void Names_GivenOut_CanNotBeChanged()
    {
        var grants = Grants.Of("a");

        Assert.Throws<NotSupportedException>(() => ((IList<string>)grants.Names)[0] = "admin");
        Assert.Throws<NotSupportedException>(() => ((IList<string>)grants.Names).Add("admin"));
        Assert.False(grants.Allows("admin"));
    }

    [Fact]
    public void Of_ListThatChangesLater_IsNotSeen()
    {
        var names = new List<string> { "a" };
        var grants = Grants.Of(names);
        names.Add("admin");

        Assert.False(grants.Allows("admin"));
    }

    [Fact]
    public void Intersect_AnyOther_NeverWidens()
    {
        var all = new[] { "a", "b", "c", "d" };
        for (var left = 0; left < 16; left++)
        {
            for (var right = 0; right < 16; right++)
            {
                var (one, other) = (Some(left), Some(right));

                Assert.Equal(Some(left & right), one.Intersect(other));
            }
        }

        Grants Some(int bits) => Grants.Of(all.Where((_, i) => (bits & (1 << i)) != 0));
    }
}
