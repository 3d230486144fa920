namespace Netra.Agents.Tests.Contexts;

public sealed class ContextValueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, TimeSpan.FromHours(2));

    private static readonly (ContextValueKind Kind, ContextValue Value)[] All =
    [
        (ContextValueKind.Null, ContextValue.Null), (ContextValueKind.Boolean, false), (ContextValueKind.Integer, long.MinValue), (ContextValueKind.Double, 0.1),
        (ContextValueKind.Decimal, 0.10m), (ContextValueKind.String, ""), (ContextValueKind.Timestamp, Noon), (ContextValueKind.Bytes, ContextValue.FromBytes([])),
        (ContextValueKind.List, ContextValue.List()), (ContextValueKind.Map, ContextValue.Map()),
    ];

    [Fact]
    public void Kind_OfEveryKind_IsWhatWasGiven()
    {
        Assert.Equal(Enum.GetValues<ContextValueKind>(), All.Select(entry => entry.Value.Kind));
        Assert.Equal([ContextValueKind.Null], All.Where(entry => entry.Value.IsNull).Select(entry => entry.Kind));
        Assert.Equal(default, ContextValue.Null);
        Assert.Equal(ContextValue.Null, ContextValue.FromString(null));
    }

    [Fact]
    public void Reading_TheRightKind_GivesWhatWasGiven()
    {
        Assert.True(((ContextValue)true).AsBoolean());
        Assert.Equal(long.MaxValue, ((ContextValue)long.MaxValue).AsInt64());
        Assert.Equal(-7, ((ContextValue)(-7)).AsInt64());
        Assert.Equal(double.Epsilon, ((ContextValue)double.Epsilon).AsDouble());
        Assert.Equal("1.00", ((ContextValue)1.00m).AsDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("x", ((ContextValue)"x").AsString());
        Assert.Equal([1, 2], ContextValue.FromBytes([1, 2]).AsBytes());
    }

    [Fact]
    public void AsTimestamp_GivenAnOffset_IsTheSameInstantInUtc()
    {
        var read = ((ContextValue)Noon).AsTimestamp();

        Assert.Equal(Noon, read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal((ContextValue)Noon, (ContextValue)Noon.ToUniversalTime());
    }

    [Fact]
    public void Reading_AnotherKind_IsRefusedNamingBoth()
    {
        Func<ContextValue, object>[] readings = [value => value.AsBoolean(), value => value.AsInt64(), value => value.AsString(), value => value.AsTimestamp(), value => value.AsBytes(), value => value[0], value => value["a"]];
        ContextValueKind[] wanted = [ContextValueKind.Boolean, ContextValueKind.Integer, ContextValueKind.String, ContextValueKind.Timestamp, ContextValueKind.Bytes, ContextValueKind.List, ContextValueKind.Map];
        for (var i = 0; i < readings.Length; i++)
        {
            foreach (var (kind, value) in All.Where(entry => entry.Kind != wanted[i]))
            {
                Assert.Equal($"The value is {kind}, not {wanted[i]}.", Assert.Throws<InvalidOperationException>(() => readings[i](value)).Message);
            }
        }
    }

    [Fact]
    public void Numbers_OfThreeKinds_ReadAsDoubleAndDecimal()
    {
        foreach (var value in new ContextValue[] { 2, 2.0, 2.0m })
        {
            Assert.Equal((2.0, 2m), (value.AsDouble(), value.AsDecimal()));
        }

        Assert.Throws<OverflowException>(() => ((ContextValue)1e300).AsDecimal());
        Assert.Throws<InvalidOperationException>(() => ((ContextValue)"2").AsDouble());
        Assert.Throws<InvalidOperationException>(() => ((ContextValue)"2").AsDecimal());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void FromDouble_NotFinite_IsRefused(double number, string shown) =>
        Assert.Equal($"A value must be finite; it is {shown}. (Parameter 'value')", Assert.Throws<ArgumentException>(() => ContextValue.FromDouble(number)).Message);

    [Fact]
    public void List_ItsItems_AreReadInOrder()
    {
        var list = ContextValue.List(1, "b", ContextValue.Null);

        Assert.Equal((3, 1L, "b", true), (list.Count, list[0].AsInt64(), list[1].AsString(), list[2].IsNull));
        Assert.Equal([1, "b", ContextValue.Null], list.Items);
        Assert.Equal("The list has 3 items. (Parameter 'index')", Assert.Throws<ArgumentOutOfRangeException>(() => list[3]).Message.Split('\n')[0].TrimEnd('\r'));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Empty(((ContextValue)"text").Items);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(200)]
    public void Map_AnyNumberOfNames_FindsEachAndKeepsTheirOrder(int count)
    {
        var entries = Enumerable.Range(0, count).Select(i => (Name: $"n{count - i}", Value: (ContextValue)i)).ToArray();
        var map = ContextValue.Map(entries);

        Assert.Equal(count, map.Count);
        Assert.Equal(entries.Select(entry => entry.Name), map.Entries.Select(entry => entry.Key));
        Assert.All(entries, entry => Assert.Equal(entry.Value, map[entry.Name]));
        Assert.True(map["N1"].IsNull);
        Assert.False(map.TryGetValue("n0", out _));
        Assert.False(((ContextValue)1).TryGetValue("n1", out _));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Map_NameTwice_IsRefused(int count)
    {
        var entries = Enumerable.Range(1, count - 1).Select(i => ($"n{i}", (ContextValue)i)).Append(("n1", 0)).ToArray();

        Assert.Equal("The name 'n1' stands twice in one map.", Assert.Throws<ArgumentException>(() => ContextValue.Map(entries)).Message);
    }

    [Fact]
    public void Map_NullName_IsRefused() => Assert.Throws<ArgumentNullException>(() => ContextValue.Map((null!, 1)));

    [Fact]
    public void Text_LoneSurrogate_IsRefusedWithItsPlace()
    {
        Assert.StartsWith("The text has a lone surrogate at index 2; it can't be written as UTF-8.", Assert.Throws<ArgumentException>(() => ContextValue.FromString("ab\uD800")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ContextValue.FromString("\uDC00\uD800"));
        Assert.StartsWith("The name 'a\\uDFFF' has a lone surrogate.", Assert.Throws<ArgumentException>(() => ContextValue.Map(("a\uDFFF", 1))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => ContextValue.FromJson("\"\\ud800\""));
        Assert.Throws<FormatException>(() => ContextValue.FromJson("{\"\\ud800\":1}"));
        Assert.Equal("😀", ContextValue.FromString("😀").AsString());
    }

    [Fact]
    public void Text_OfAnyKind_IsTheTextOrJson()
    {
        Assert.Equal("plain", ((ContextValue)"plain").Text);
        Assert.Equal("", ContextValue.Null.Text);
        Assert.Equal("[1,true]", ContextValue.List(1, true).Text);
    }
}
