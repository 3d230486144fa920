using System.Text.Json;

namespace Netra.Agents.Tests.Contexts;

public sealed class ContextValueLimitTests
{
    private const string TooLarge = "is too large; the limit is 4,194,304 (ContextValue.MaxSize). Keep large content in a store of your own and pass its key.";

    [Fact]
    public void FromString_AtTheLimit_IsTaken() => Assert.Equal(ContextValue.MaxSize, ContextValue.FromString(new string('a', ContextValue.MaxSize)).AsString().Length);

    [Fact]
    public void From_PastTheLimit_IsRefusedWithTheSizeAndTheLimit()
    {
        Refused(() => ContextValue.FromString(new string('a', ContextValue.MaxSize + 1)), "4,194,305");
        Refused(() => ContextValue.FromBytes(new byte[ContextValue.MaxSize]), "5,592,409");
        var half = ContextValue.FromString(new string('a', ContextValue.MaxSize / 2));
        Refused(() => ContextValue.List(half, half), "4,194,312");
        Refused(() => ContextValue.Map(("a", half), ("b", half)), "4,194,320");

        static void Refused(Func<ContextValue> make, string size) =>
            Assert.Equal($"A value of about {size} characters {TooLarge}", Assert.Throws<ArgumentException>(() => make()).Message);
    }

    [Fact]
    public void List_ManyTimesTheSameValue_CountsEachTime()
    {
        var value = ContextValue.List(new string('a', 1_000));
        for (var i = 0; i < 11; i++)
        {
            value = ContextValue.List(value, value);
        }

        Assert.Throws<ArgumentException>(() => ContextValue.List(value, value, value));
    }

    [Fact]
    public void FromJson_PastTheLimit_IsRefused() =>
        Assert.Equal(
            $"Not acceptable as JSON: A value of about 4,194,305 characters {TooLarge}",
            Assert.Throws<FormatException>(() => ContextValue.FromJson($"\"{new string('a', ContextValue.MaxSize + 1)}\"")).Message);

    [Fact]
    public void FromJson_TextOfLongCharactersAtTheLimit_ReadsWhatWasWritten()
    {
        var value = ContextValue.FromString(new string('€', ContextValue.MaxSize));

        Assert.Equal(value, ContextValue.FromJson(value.ToUtf8Json()));
    }

    [Fact]
    public void Nested_AtTheLimit_IsTaken()
    {
        Assert.Equal(32, Nested(32).Depth);
        Assert.Equal(32, ContextValue.FromJson(new string('[', 32) + new string(']', 32)).Depth);
    }

    [Fact]
    public void Nested_PastTheLimit_IsRefusedWithTheLimit()
    {
        const string Message = "A value nested 33 deep is too deep; the limit is 32 (ContextValue.MaxDepth).";
        var deepest = Nested(32);

        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => ContextValue.List(deepest)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => ContextValue.Map(("a", deepest))).Message);
        Assert.Equal($"Not acceptable as JSON: {Message}", Assert.Throws<FormatException>(() => ContextValue.FromJson(new string('[', 33) + new string(']', 33))).Message);
        Assert.Throws<FormatException>(() => ContextValue.FromJson(new string('[', 100_000)));
    }

    [Fact]
    public void FromJson_NotJson_IsRefused()
    {
        foreach (var text in new[] { "", " ", "{", "[1,]", "nul", "1 2", "{}{}", "{a:1}", "'a'", "NaN", "// x\n1", "\uFEFF1", "[1e999]" })
        {
            Assert.StartsWith("Not acceptable as JSON", Assert.Throws<FormatException>(() => ContextValue.FromJson(text)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<FormatException>(() => ContextValue.FromJson([0x22, 0xFF, 0x22]));
    }

    [Fact]
    public void FromJson_NameTwice_IsRefusedByName()
    {
        Assert.Equal("Not acceptable as JSON: The name 'a' stands twice in one map.", Assert.Throws<FormatException>(() => ContextValue.FromJson("{\"a\":1,\"a\":2}")).Message);
        Assert.Throws<FormatException>(() => ContextValue.FromJson("{\"a\":1,\"\\u0061\":2}"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextValue>("{\"a\":1,\"a\":2}"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextData>("{\"a\":1,\"a\":2}"));
    }

    private static ContextValue Nested(int depth) => Enumerable.Range(0, depth - 1).Aggregate(ContextValue.List(1), (inner, i) => i % 2 == 0 ? ContextValue.Map(("a", inner)) : ContextValue.List(inner));
}
